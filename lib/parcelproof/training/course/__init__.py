"""What a trainer needs: lesson plans, a quiz, printed sheets, a scoreboard, certificates."""

"""Where a ledger may live: never on a network drive or in a folder that a sync program copies."""

from __future__ import annotations

from pathlib import Path

import psutil

from parcelproof.errors import ShopError
from parcelproof.messages import _

NETWORK_KINDS = ("nfs", "cifs", "smb", "afp", "webdav", "davfs", "9p", "sshfs", "fuse.", "glusterfs", "ceph", "afs")
LOCAL_FUSE = ("fuse.fuseblk", "fuseblk", "fuse.ext2", "fuse-overlayfs", "fuse.fuse-overlayfs")
SYNC_FOLDERS = (
    "onedrive",
    "dropbox",
    "icloud",
    "mobile documents",
    "google drive",
    "googledrive",
    "nextcloud",
    "box sync",
)


def refuse_bad_place(folder: Path) -> None:
    """Raise `ShopError` if a database in this folder could be corrupted by its surroundings.

    Locks are not reliable on network drives; a sync program copies the database and its journal
    apart from each other.
    """
    mend = _("Choose a folder on a disk of this computer. Reports and exports may live anywhere.")
    resolved = folder.resolve()
    for part in resolved.parts:
        if part.lower().startswith(SYNC_FOLDERS):
            raise ShopError(
                _("The folder '{part}' is copied by a sync program; a ledger in it can break.", part=part), mend=mend
            )
    kind = _file_system(resolved)
    if kind.startswith(NETWORK_KINDS) and kind not in LOCAL_FUSE:
        raise ShopError(
            _("This folder is on a network drive ({kind}); a ledger on it can break.", kind=kind), mend=mend
        )


def _file_system(folder: Path) -> str:
    best, kind = -1, ""
    for partition in psutil.disk_partitions(all=True):
        mount = Path(partition.mountpoint)
        if (folder == mount or mount in folder.parents) and len(mount.parts) > best:
            best, kind = len(mount.parts), partition.fstype.lower()
    return kind

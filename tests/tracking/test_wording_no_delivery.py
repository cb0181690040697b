"""Wordings that sound like a delivery and are none, and plain deliveries; written apart from the set of carriers."""

from __future__ import annotations

import pytest

from parcelproof.tracking.events import Status
from parcelproof.tracking.wording import classify_wording

NONE = """
Dodání zásilky nebylo možné
Dodání zásilky odloženo
Dodání zásilky zítra
Dodání zásilky se nezdařilo
Dodání zásilky odesílateli
Dodání zásilky na výdejní místo
Dodání zásilky je plánováno na pondělí
订单配送完成前请勿外出
订单未完成配送
订单已完成配送给商家
Collected at collection point by courier
Parcel collected at outlet by driver
Parcel in the mailbox of the post office
Item in your mailbox tomorrow
Delivery exception
Partial delivery planned
Partial delivery failed
配送完成予定
订单取消，未签收
订单已签收取消
您的订单将由快递员送达
订单已送达自提点
异常签收后退回
Parcel collected at pickup point for return
Shipment collected by consignee's agent for export
Not collected at collection point
To be collected at collection point
Collected at collection point for transport
Shipment collected at sender's outlet
Odebrana od klienta
Paczka odebrana od nadawcy
Doręczono do oddziału
Your parcel was handed to the courier
Delivered to courier
Delivered to depot
Delivered to the airline
The parcel was delivered to our depot
Delivered to destination hub
Delivered to destination country
Delivered to transport company
Parcel delivered to wrong address
Wrongly delivered
Misdelivered
Delivered in error
Delivery scan corrected, parcel was not delivered
Delivered - returned to sender
Delivered back to seller
Proof of delivery requested
Proof of delivery not available
Delivery confirmed for tomorrow
Delivery confirmation pending
Delivery time confirmed
Delivery appointment confirmed
Delivery details confirmed by recipient
Delivered status under investigation
Claims not delivered
Recipient claims parcel was not delivered
Customer reports parcel marked delivered but not received
Marked as delivered but missing
Delivered to locker
Delivered to Amazon locker
Delivered to neighbour's parcel shop
Almost delivered
Nearly delivered
Ready to be delivered
About to be delivered
Arriving to be delivered
Waiting to be delivered
Should have been delivered
Could have been delivered
Must be delivered by 5pm
Delivered by 20:00 today
Is being delivered
Delivery in progress
Delivered to customs
Package handed over to customs
Signature required for delivery
Signed by courier
Signed by station
Signed for by sorting center
货件已签收入库
快件已由驿站签收
包裹已由快递员签收
网点已签收
已签收：仓库
代理点已签收
已被拒绝签收
客户要求改期签收
预计明日送达
即将送达
尚未送达
正在派送，请准备签收
快件已送达目的地网点
已送达机场
已送达海关
已送达转运中心
误签收
虚假签收
签收异常
撤销签收
您的快件待签收
已退签收
退回件已妥投
Вручение отправителю
Вручено почтальону
Вручено курьеру
Доставлено в пункт выдачи
Доставлено в сортировочный центр
Доставлено на склад
Не вручено
Попытка вручения
Неудачная попытка вручения
Ожидает вручения
Готово к вручению
Будет доставлено завтра
Доставлено на таможню
Вручено ошибочно
Получено в отделении
Получен перевозчиком
Получено складом
Доставлен в город назначения
Доставка завершена неудачно
Доставлено отправителю
お届け予定
お届け済み（返送）
配達完了予定
差出人に返送済み
持戻
不在のため持ち帰りました
宅配ボックスに配達
営業所に到着
投函予定
コンビニに到着
Doručeno na depo
Doručeno odesílateli
Nedoručeno
Bude doručeno zítra
Doručeno do boxu
Doručeno na pobočku
Doručeno na výdejní místo
Připraveno k doručení
Pokus o doručení
Doručení se nezdařilo
Předáno příjemci zítra
Levererad till ombud
Levererad till avsändaren
Ej levererad
Inte levererad
Kommer att levereras i morgon
Levererad till terminal
Levererat till paketbox
Leverans misslyckades
Leverans planerad
Utlämnad till transportör
Ska levereras
Доставлено до відділення
Не доставлено
Буде доставлено завтра
Повернуто відправнику
Доставлено відправнику
Доставлено у поштомат
Отримано на складі
Одержано від відправника
Отримано кур'єром
Одержано
Відправлення отримано перевізником
Delivery agreed with neighbour
Leave with neighbour requested
Delivery to safe place authorised
Your parcel was left at the depot
Delivered to consolidation point
Delivered to the port
Delivered to freight forwarder
Delivered to post for final delivery
Delivered to USPS
Delivered to local post office for delivery
Tendered to delivery service provider
Shipment delivered to airport of destination
Delivery completed for other parcels of this order
One of two parcels not delivered
Parcel delivered to wrong person
Delivered to incorrect address
Delivery disputed
Delivery reported as not received
Received by facility
Received by sorting hub
Received by airline
Received by customs broker
Received by sender
Received back by merchant
Recipient not able to sign
Signature of recipient missing
Customer collected by appointment tomorrow
Customer will collect
Recipient wants to collect
Collected from sender
Collected from merchant
Collected by courier from locker
Removed from locker by courier
Taken from locker: pickup time expired
Delivery photo required
Delivery code sent to recipient
Delivery PIN issued
POD requested
Vehicle delivered to depot
Delivered to returns centre
Return to sender delivered
Undelivered to customer
Non delivered
Package not yet signed for
Delivery was stopped by recipient
Delivery refused and delivered to depot
Recipient refused to sign
Recipient asks for delivery on Monday
Lost after delivery scan
Delivered? Not confirmed
We could not confirm that the parcel was delivered
No proof that the parcel was delivered
Unless delivered today, the parcel goes back
Parcel will be handed to your neighbour
Parcel to be left in safe place
派送成功后请评价
等待收件人签收
请收件人签收
客户拒绝签收
收件人不在，未签收
已签收扫描错误
部分签收，其余退回
快件签收失败
转交邻居派送中
暂存邻居处待取
已送达收件地址，无人签收
到达收件地址，收件人要求改派
送达时间更改
签收时间预计为明天
投递成功率
退回件签收
发件人已签收
寄件人已取回
商家已签收
已签收退回
海外仓签收
国内仓库签收
集货仓已签收
头程签收
航空公司已签收
代理已签收
中转站签收
分拨中心签收
目的港代理签收
已送达派送站点
已送达代收点
包裹已投入快递柜
投柜成功
已投递至信箱失败
Вручение невозможно
Вручение не состоялось
Вручение отложено
Вручено отправителю
Получение отправителем
Получено на складе
Получено таможней
Доставлено в пвз
Доставлено в постамат
Доставка не удалась
Доставка невозможна
Доставлен в терминал
Доставлено в аэропорт
Доставлено в ОПС
Доставлено в почтовое отделение
Передано получателю частично, остальное возвращено
Передано курьеру
Передано на доставку
Заказ готов к выдаче
Заказ не выдан
Выдача невозможна
Отказ от получения
Клиент отказался получать
Временное отсутствие адресата
Получатель просит доставить завтра
Вручение назначено на завтра
Планируется вручение
配達できませんでした
配達中
配達準備中
お届け先不明
お届けできませんでした
受取拒否
受取人不在
引受
差出人へお届け
返送済み
代理店お届け予定
窓口でお渡し予定
配達完了していません
営業所でお受け取りください
Zásilka nebyla doručena
Doručení odloženo
Doručení zrušeno
Doručeno do depa
Adresát nezastižen
Předáno dopravci
Předáno kurýrovi
Vyzvednuto kurýrem
Vyzvednuto u odesílatele
Převzato od odesílatele
Převzato kurýrem
Převzato na depu
Zásilka převzata dopravcem
Zásilka vyzvednuta
Doručena zpět odesílateli
Försändelsen har inte levererats
Försändelsen levereras idag
Mottagaren hämtade inte ut paketet
Paketet har hämtats av transportören
Utlämnat till avsändaren
Levererat till utlämningsställe
Levererat till postombud
Levereras till granne imorgon
Mottagen av terminal
Kvitterad av chaufför
Leveransförsök
Одержувач відмовився
Одержано на складі
Відправлення отримано відправником
Отримано відправником
Видано кур'єру
Вручено відправнику
Вручення неможливе
Вручення не відбулося
Прибуло до відділення
Посилка готова до вручення
"""

SOME = """
Delivered
Delivered, front door
Package delivered and signed by SMITH
Signed for by: JONES
Your parcel was delivered to a neighbour
快件已签收，签收人：本人
您的订单已由本人签收
已妥投
Вручено адресату
Вручение адресату почтальоном
Levererad
Doručeno
Doručeno adresátovi
お届け済み
配達完了
Відправлення отримано
Отримано одержувачем
Delivered by courier
Delivered by driver to recipient
Paket zugestellt
Entregado
Livré
Consegnata
Bezorgd
Doręczono
Entregue
Paczka odebrana z paczkomatu
"""


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_what_sounds_like_a_delivery_is_none(text: str) -> None:
    assert classify_wording("", "", text).status is not Status.DELIVERED


@pytest.mark.parametrize("text", SOME.strip().splitlines())
def test_a_plain_delivery_is_one(text: str) -> None:
    assert classify_wording("", "", text).status is Status.DELIVERED


def test_a_wording_in_angle_brackets_is_no_tag() -> None:
    assert classify_wording("", "", "<User not at home>").status is Status.FAILED_ATTEMPT
    assert classify_wording("", "", 'Out for <b class="x">delivery</b>').status is Status.OUT_FOR_DELIVERY


def test_a_code_names_the_stage_of_a_trouble_but_never_makes_a_denied_delivery() -> None:
    assert classify_wording("russian_post", "FAILED_BY_INVALID_ADDRESS", "Неправильный адрес").status is (
        Status.FAILED_ATTEMPT
    )
    assert classify_wording("", "", "Неправильный адрес").status is Status.EXCEPTION
    assert classify_wording("nova_poshta", "9", "Не доставлено").status is not Status.DELIVERED

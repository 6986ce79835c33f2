"""What the pages say, in both languages. A room apart has its own small catalogue."""

from collections.abc import Callable
from typing import Final

Words = Callable[..., str]

# English, Russian.
TEXTS: Final[dict[str, tuple[str, str]]] = {
    "test_payment": ("Test payment: no real money", "Тестовая оплата: настоящих денег нет"),
    "skip": ("Skip to content", "К содержанию"),
    "footer": (
        "This page stands in for the payment provider in the demo and in tests.",
        "Эта страница заменяет платёжный сервис в демонстрации и в тестах.",
    ),
    "other_language": ("Русский", "English"),
    "mend": ("Please check the form", "Проверьте, пожалуйста, форму"),
    # Sums
    "subtotal": ("Subtotal", "Сумма"),
    "discount": ("Discount", "Скидка"),
    "discount_named": ("Discount: {name}", "Скидка: {name}"),
    "vat_included": ("{name} {percent}, included", "{name} {percent}, в том числе"),
    "vat_added": ("{name} {percent}", "{name} {percent}"),
    "vat": ("VAT", "НДС"),
    "total": ("Total", "Итого"),
    "due_now": ("To pay now", "К оплате сейчас"),
    "credit": ("From your balance", "С вашего баланса"),
    "quantity": ("Quantity: {count}", "Количество: {count}"),
    "every_month": ("every month", "каждый месяц"),
    "every_year": ("every year", "каждый год"),
    "every_months": ("every {count} months", "каждые {count} мес."),
    "every_years": ("every {count} years", "каждые {count} г."),
    "every_week": ("every week", "каждую неделю"),
    "every_weeks": ("every {count} weeks", "каждые {count} нед."),
    "every_day": ("every day", "каждый день"),
    "every_days": ("every {count} days", "каждые {count} дн."),
    "then": ("Then {amount} {every}, until you cancel.", "Дальше {amount} {every}, пока вы не отмените."),
    # Checkout
    "checkout_title": ("Payment", "Оплата"),
    "you_buy": ("What you are paying for", "За что вы платите"),
    "pay_heading": ("Your card", "Ваша карта"),
    "pay": ("Pay {amount}", "Оплатить {amount}"),
    "subscribe_free": ("Confirm", "Подтвердить"),
    "save_card": ("Save the card", "Сохранить карту"),
    "back": ("Back without paying", "Вернуться без оплаты"),
    "promo": ("Promo code", "Промокод"),
    "promo_apply": ("Apply", "Применить"),
    "promo_remove": ("Remove the promo code", "Убрать промокод"),
    "promo_taken": ("The promo code {code} is applied.", "Промокод {code} применён."),
    "promo_missing": ("Type the promo code.", "Введите промокод."),
    "promo_wrong": (
        "This promo code does not work. Check it, or pay without one.",
        "Этот промокод не действует. Проверьте его или оплатите без него.",
    ),
    "email": ("E-mail", "Электронная почта"),
    "email_hint": ("Receipts go to this address.", "На этот адрес придут чеки."),
    "email_missing": ("Type your e-mail.", "Введите электронную почту."),
    "email_wrong": (
        "This is not an e-mail address. Example: name@shop.example.",
        "Это не адрес электронной почты. Пример: name@shop.example.",
    ),
    "number": ("Card number", "Номер карты"),
    "exp": ("Expires", "Действует до"),
    "exp_hint": ("Month and year, for example 12/34.", "Месяц и год, например 12/34."),
    "cvc": ("Security code (CVC)", "Код безопасности (CVC)"),
    "cvc_hint": ("Three digits on the back of the card.", "Три цифры на обороте карты."),
    "name": ("Name on the card", "Имя на карте"),
    "number_missing": ("Type the card number.", "Введите номер карты."),
    "number_wrong": ("There is no such card number. Check the digits.", "Такого номера карты нет. Проверьте цифры."),
    "exp_missing": ("Type until when the card is valid.", "Введите срок действия карты."),
    "exp_wrong": ("Type the month and the year, for example 12/34.", "Введите месяц и год, например 12/34."),
    "expired_card": ("This card has expired. Use another one.", "Срок действия карты истёк. Возьмите другую."),
    "cvc_missing": ("Type the security code.", "Введите код безопасности."),
    "cvc_wrong": (
        "The code has three digits (four on American Express).",
        "В коде три цифры (у American Express четыре).",
    ),
    "incorrect_cvc": ("The security code is not right. Check it.", "Код безопасности неверен. Проверьте его."),
    "name_missing": ("Type the name as it stands on the card.", "Введите имя, как на карте."),
    "card_declined": (
        "The bank declined this card. Use another one or ask your bank.",
        "Банк отклонил эту карту. Возьмите другую или спросите свой банк.",
    ),
    "insufficient_funds": (
        "There is not enough money on this card. Use another one.",
        "На этой карте не хватает денег. Возьмите другую.",
    ),
    "processing_error": (
        "The payment did not go through. Try again in a minute.",
        "Платёж не прошёл. Попробуйте ещё раз через минуту.",
    ),
    "not_done": (
        "This could not be done. Look through the page and try again.",
        "Это не получилось. Проверьте страницу и попробуйте ещё раз.",
    ),
    "authentication_failed": (
        "The payment was not confirmed. Try again or use another card.",
        "Платёж не подтверждён. Попробуйте ещё раз или возьмите другую карту.",
    ),
    # Hint list
    "hints": ("Test cards", "Тестовые карты"),
    "hints_line": (
        "Any future date and any three digits will do.",
        "Подойдут любой срок в будущем и любые три цифры.",
    ),
    "hint_number": ("Number", "Номер"),
    "hint_what": ("What happens", "Что будет"),
    "hint_ok": ("Paid", "Оплата пройдёт"),
    "hint_3ds": ("Confirmation by 3-D Secure", "Подтверждение 3-D Secure"),
    "hint_declined": ("Declined", "Отказ банка"),
    "hint_funds": ("Not enough money", "Не хватает денег"),
    "hint_expired": ("Expired card", "Срок карты истёк"),
    "hint_cvc": ("Wrong security code", "Неверный код безопасности"),
    "hint_later": ("Can be saved, but payments are declined", "Сохранить можно, но платежи не пройдут"),
    # Sessions that are over
    "done_title": ("This payment is made", "Эта оплата уже прошла"),
    "done_line": ("Nothing more is charged here.", "Больше здесь ничего не спишется."),
    "expired_title": ("This payment page has expired", "Срок этой страницы оплаты истёк"),
    "expired_line": ("Go back and start the payment again.", "Вернитесь и начните оплату заново."),
    "missing_title": ("There is no such page", "Такой страницы нет"),
    "missing_line": ("Check the address, or go back to where you came from.", "Проверьте адрес или вернитесь назад."),
    "portal_over_title": ("This page has expired", "Срок этой страницы истёк"),
    "portal_over_line": ("Go back and open it again.", "Вернитесь и откройте её ещё раз."),
    "go_back": ("Go back", "Вернуться"),
    # 3-D Secure
    "secure_title": ("Confirm with your bank", "Подтвердите в банке"),
    "secure_line": (
        "The bank of the card ending in {last4} asks: is it you who pays {amount}?",
        "Банк карты, которая кончается на {last4}, спрашивает: это вы платите {amount}?",
    ),
    "secure_line_save": (
        "The bank of the card ending in {last4} asks: is it you who saves this card?",
        "Банк карты, которая кончается на {last4}, спрашивает: это вы сохраняете карту?",
    ),
    "secure_yes": ("Yes, confirm", "Да, подтвердить"),
    "secure_no": ("No, refuse", "Нет, отказаться"),
    # Invoice
    "invoice_title": ("Invoice {number}", "Счёт {number}"),
    "invoice_draft": ("draft", "черновик"),
    "invoice_from": ("From", "Продавец"),
    "invoice_to": ("To", "Покупатель"),
    "invoice_date": ("Date", "Дата"),
    "invoice_due": ("Due", "Оплатить до"),
    "invoice_paid_on": ("Paid on", "Оплачен"),
    "invoice_lines": ("Lines of the invoice", "Строки счёта"),
    "column_what": ("What", "За что"),
    "column_quantity": ("Quantity", "Кол-во"),
    "column_amount": ("Amount", "Сумма"),
    "amount_paid": ("Paid", "Оплачено"),
    "amount_due": ("To pay", "К оплате"),
    "period": ("{start} – {end}", "{start} – {end}"),
    "status_paid": ("Paid", "Оплачен"),
    "status_open": ("Not paid yet", "Ещё не оплачен"),
    "status_draft": ("Draft", "Черновик"),
    "status_void": ("Void", "Аннулирован"),
    "status_uncollectible": ("Given up", "Списан"),
    "invoice_pay": ("Pay this invoice", "Оплатить счёт"),
    "invoice_pay_saved": (
        "Pay {amount} with the card ending in {last4}",
        "Оплатить {amount} картой, которая кончается на {last4}",
    ),
    "invoice_other_card": ("Pay with another card", "Оплатить другой картой"),
    "invoice_pdf": ("Download the PDF", "Скачать PDF"),
    "invoice_thanks": ("The invoice is paid. Thank you.", "Счёт оплачен. Спасибо."),
    "seller": ("Merchant analytics", "Аналитика продаж"),
    "line_unused": ("{name}: unused time", "{name}: неиспользованное время"),
    "line_rest": ("{name}: rest of the period", "{name}: остаток срока"),
    "page_of": ("Page {page} of {pages}", "Стр. {page} из {pages}"),
    # Portal
    "portal_title": ("Billing", "Подписка и оплата"),
    "portal_plan": ("Your plan", "Ваш тариф"),
    "portal_none": ("There is no paid plan.", "Платного тарифа нет."),
    "plan_price": ("{amount} {every}", "{amount} {every}"),
    "plan_next": ("Next payment: {amount} on {date}.", "Следующая оплата: {amount}, {date}."),
    "plan_ends": ("Ends on {date}. Nothing more will be charged.", "Закончится {date}. Больше ничего не спишется."),
    "plan_changes": (
        "On {date} it changes to {name}, {amount} {every}.",
        "{date} сменится на {name}, {amount} {every}.",
    ),
    "plan_paused": (
        "Paused until {date}. Nothing is charged meanwhile.",
        "Приостановлен до {date}. Пока ничего не спишется.",
    ),
    "plan_paused_open": ("Paused. Nothing is charged meanwhile.", "Приостановлен. Пока ничего не спишется."),
    "plan_past_due": (
        "The last payment failed. Change the card or pay the open invoice below.",
        "Последняя оплата не прошла. Смените карту или оплатите открытый счёт ниже.",
    ),
    "cancel_link": ("Cancel the plan", "Отменить тариф"),
    "cancel_title": ("Cancel the plan?", "Отменить тариф?"),
    "cancel_line": (
        "{name} stays yours until {date}. After that nothing is charged.",
        "{name} остаётся у вас до {date}. После этого ничего не спишется.",
    ),
    "cancel_yes": ("Cancel the plan", "Отменить тариф"),
    "cancel_no": ("Keep the plan", "Оставить тариф"),
    "cancel_back": ("Keep the plan after all", "Не отменять тариф"),
    "cancelled": ("The plan ends on {date}.", "Тариф закончится {date}."),
    "kept": ("The plan goes on.", "Тариф продолжается."),
    "portal_card": ("Card", "Карта"),
    "card_line": (
        "{brand} ending in {last4}, valid until {month}/{year}",
        "{brand}, кончается на {last4}, действует до {month}/{year}",
    ),
    "card_none": ("No card is saved.", "Карта не сохранена."),
    "card_change": ("Change the card", "Сменить карту"),
    "card_add": ("Add a card", "Добавить карту"),
    "card_title": ("New card", "Новая карта"),
    "card_line_why": ("The next payments go from this card.", "Следующие оплаты пойдут с этой карты."),
    "card_saved": ("The card is saved.", "Карта сохранена."),
    "portal_invoices": ("Invoices", "Счета"),
    "invoices_none": ("There are no invoices yet.", "Счетов пока нет."),
    "column_number": ("Number", "Номер"),
    "column_date": ("Date", "Дата"),
    "column_status": ("State", "Состояние"),
    "column_files": ("Files", "Файлы"),
    "pdf_of": ("PDF of invoice {number}", "PDF счёта {number}"),
    "pdf": ("PDF", "PDF"),
}  # fmt: skip


def words(lang: str) -> Words:
    """Return the speaker of a language: ``say("pay", amount="10 ₽")``; an unknown name raises."""
    index = 1 if lang == "ru" else 0

    def say(key: str, **named: str | int) -> str:
        return TEXTS[key][index].format(**named)

    return say

"""A text that says that the trouble is over, and those that only look like it."""

import pytest

from incidents.advice.sentences import says_done
from tests.kit.desk_town import konakovo

WORDS = konakovo().policy.words
END = " Отвечает отдел дорожного хозяйства. Если что-то не так, напишите здесь, вернёмся."


@pytest.mark.parametrize(
    "text",
    [
        "Сделали.",
        "Всё сделали, проверяйте.",
        "Яму на Белавинской заделали 5 декабря.",
        "Вчера бригада откачала воду и прочистила трубу.",
        "Проверили: провод упал. Провод убрали, свет включили.",
        "Неисправность устранена.",
        "Контейнеры вывезены, площадка убрана.",
        "Готово: лавку починили.",
    ],
)
def test_what_is_done_is_heard(text: str) -> None:
    assert says_done(f"Здравствуйте! {text}{END}", WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "Завтра заделаем яму.",
        "Сегодня яму засыпали, асфальт положим до 5 декабря.",
        "Яму пока не заделали: ждём асфальт.",
        "Работы не завершены.",
        "Воду откачали? Напишите нам.",
        "Приняли к сведению.",
        "Проверили, передали в подрядную организацию.",
        "Бригада выехала на место.",
        "Начали ремонт, о сроке напишем здесь.",
        "Порыв нашли, воду отключили.",
        "Яма будет заделана.",
        "Спилить дерево нельзя: оно на чужой земле.",
    ],
)
def test_what_is_not_done_is_not_heard_as_done(text: str) -> None:
    assert not says_done(f"Здравствуйте! {text}{END}", WORDS)

from schoolbell.domain.chat.composing import EVERYBODY, ReplyTarget, edit, mentioned, message
from schoolbell.domain.chat.content import parse

ME, LI, WANG = "@t1:school.test", "@g1:school.test", "@g2:school.test"


def test_plain_text_stays_plain():
    assert message("明天交作业\n<b>谢谢</b>") == {
        "msgtype": "m.text",
        "body": "明天交作业\n<b>谢谢</b>",
        "m.mentions": {},
    }


def test_a_mention_rings_and_carries_a_pill():
    content = message("@李明爸爸 请看 <这里>\n好", [(LI, "李明爸爸")])
    assert content["m.mentions"] == {"user_ids": [LI]}
    assert content["formatted_body"] == (
        '<a href="https://matrix.to/#/@g1:school.test">@李明爸爸</a> 请看 &lt;这里&gt;<br>好'
    )
    assert content["body"] == "@李明爸爸 请看 <这里>\n好"


def test_a_name_that_was_deleted_again_does_not_ring():
    content = message("请看", [(LI, "李明爸爸")])
    assert content["m.mentions"] == {}
    assert "formatted_body" not in content


def test_names_that_begin_alike_are_told_apart():
    text = "@李明 @李明爸爸"
    content = message(text, [(LI, "李明爸爸"), (WANG, "李明")])
    assert content["formatted_body"].count("<a ") == 2
    assert '@g1:school.test">@李明爸爸</a>' in content["formatted_body"]
    assert [user for user, _ in mentioned(text, [(LI, "李明爸爸"), (WANG, "李明")])] == [WANG, LI]


def test_everybody_is_the_room():
    assert message("@所有人 开会", [(EVERYBODY, "所有人")])["m.mentions"] == {"room": True}


def test_a_reply_points_at_its_message_and_rings_its_sender():
    content = message("好的", [], ReplyTarget("$e", LI), ME)
    assert content["m.relates_to"] == {"m.in_reply_to": {"event_id": "$e"}}
    assert content["m.mentions"] == {"user_ids": [LI]}
    assert message("好的", [], ReplyTarget("$e", ME), ME)["m.mentions"] == {}


def test_an_edit_reads_as_the_new_text_and_rings_nobody_twice():
    original = {**message("@李明爸爸 早", [(LI, "李明爸爸")]), "org.schoolbell.notice": {"v": 1}}
    content = edit("@李明爸爸 @王 早", "$e", original, [(LI, "李明爸爸"), (WANG, "王")])
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$e"}
    assert content["m.mentions"] == {"user_ids": [WANG]}
    assert content["m.new_content"]["m.mentions"] == {"user_ids": [LI, WANG]}
    assert content["m.new_content"]["org.schoolbell.notice"] == {"v": 1}
    assert content["body"] == "* @李明爸爸 @王 早"
    assert parse("m.room.message", original, content).body == "@李明爸爸 @王 早"

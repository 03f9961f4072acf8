from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from lms.identity import rules

SECRET = "not a secret"


class TestToken:
    def test_reads_back(self):
        link = uuid4()

        assert rules.read_token(SECRET, rules.sign(SECRET, link)) == link

    def test_is_refused_when_another_key_signed_it(self):
        assert rules.read_token(SECRET, rules.sign("other", uuid4())) is None

    @given(st.text(max_size=80))
    def test_is_refused_when_it_is_made_up(self, text):
        assert rules.read_token(SECRET, text) is None


class TestCode:
    @given(st.uuids(), st.sampled_from(["{}", " {} ", "{}."]), st.booleans())
    def test_is_read_forgivingly(self, link, around, small):
        code = rules.short_code(SECRET, link)
        typed = around.format(code.lower() if small else code)
        typed = typed.replace("0", "O").replace("1", "l").replace("-", " ")

        assert rules.is_code(SECRET, link, typed)

    def test_of_another_link_is_wrong(self):
        assert not rules.is_code(SECRET, uuid4(), rules.short_code(SECRET, uuid4()))

    def test_of_a_card_has_sixty_random_bits(self):
        assert len(rules.plain(rules.new_card_code())) == 12
        assert rules.new_card_code() != rules.new_card_code()

    def test_of_a_card_is_kept_as_a_hash(self):
        code = rules.new_card_code()

        assert rules.card_hash(SECRET, code.lower()) == rules.card_hash(SECRET, code)
        assert code not in rules.card_hash(SECRET, code)


class TestMayComeIn:
    def may(self, last_day, *, today=date(2026, 11, 24), has_duties=False):
        return rules.may_come_in(
            has_duties=has_duties, last_day=last_day, today=today, grace_days=30
        )

    def test_until_the_grace_is_over(self):
        assert self.may(date(2026, 10, 25))
        assert not self.may(date(2026, 10, 24))

    def test_without_an_engagement_only_by_a_duty(self):
        assert not self.may(None)
        assert self.may(None, has_duties=True)

    def test_with_an_open_engagement(self):
        assert self.may(date(9999, 12, 31), today=date(2026, 11, 24) + timedelta(days=400))

"""The one base of all forms: a CSRF token of ours, strings trimmed, and whether it was sent and is sound."""

from flask import request
from wtforms import Form
from wtforms.csrf.core import CSRF, CSRFTokenField

from app.web import csrf
from app.web.frame import said


class SessionToken(CSRF):
    """WTForms' own hook; the check itself is made for every unsafe request, before any view."""

    def setup_form(self, form):
        return [(csrf.FIELD, CSRFTokenField(csrf_impl=self))]

    def generate_csrf_token(self, csrf_token_field):
        return csrf.token()

    def validate_csrf_token(self, form, field):
        return None


class BaseForm(Form):
    """A form checks shape; what a value means is for the domain to say."""

    class Meta:
        csrf = True
        csrf_class = SessionToken

    @classmethod
    def sent(cls, **kwargs):
        """The form as this request filled it, or as it is first shown."""
        return cls(request.form if request.method == "POST" else None, **kwargs)

    def accepted(self) -> bool:
        """Whether it was posted and every field has a right shape."""
        return request.method == "POST" and self.validate()

    def refuse(self, error) -> None:
        """Show a domain's refusal at the field it names, or at the top."""
        field = self._fields.get(getattr(error, "field", ""))
        if field is None:
            self.form_errors.append(said(error.sentence))
        else:
            field.errors = [*field.errors, said(error.sentence)]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary at the top: the field's name ("" for the whole form) and the sentence."""
        at_fields = [(name, words) for name, words in self.errors.items() if name]
        return [("", words) for words in self.form_errors] + [(name, one) for name, words in at_fields for one in words]

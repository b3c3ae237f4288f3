"""Articles at the keyboard: found with `??`, read, put in, reviewed, and written while the case is still fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentconsole.tongue import N_, _, said
from agentconsole.tui.screens.knowledge.completing import Completing
from agentconsole.tui.screens.writing.outside import Outside, edited_outside
from agentconsole.tui.screens.writing.sending import Sending
from agentconsole.tui.widgets.composer import Composer
from agentconsole.tui.widgets.letter_view import LetterView
from agentconsole.workspace.api import Refused

if TYPE_CHECKING:
    from agentconsole.domain.conversation import Conversation
    from agentconsole.domain.knowledge.article import Article
    from agentconsole.tui.dialogs.article_picker import ArticlePickerScreen
    from agentconsole.tui.dialogs.fields import Answers
    from agentconsole.tui.widgets.letter import Letter
    from agentconsole.workspace.knowledge_views import ArticleView

NONE_YET = N_("No articles are kept yet: `agentconsole article save NAME FILE` keeps one, {palette} writes one.")
KEPT = N_("{name} is kept as a draft; somebody else reviews it.")


class Articles(Completing, Outside, Sending):
    """The keys around articles."""

    # Finding and putting in

    def article_wanted(self, composer: LetterView, letter: Letter, sign: str = "") -> None:
        """A list over the console; what is picked goes in where the cursor stands, as text or as a link."""
        screen = self._picker(_("ARTICLES"), inserts=True)

        def put(name: str) -> None:
            self._put_article_in(composer, name, is_link=screen.picks_link)

        if self._has_articles():
            self.complete(composer, letter, screen, put, sign=sign)

    def action_goto_articles(self) -> None:
        """Every article, to be read."""
        if self._has_articles():
            screen = self._picker(_("ARTICLES"), inserts=False)
            self.app.push_screen(screen, lambda name: self.read_article(name) if name else None)

    def _picker(self, title: str, *, inserts: bool) -> ArticlePickerScreen:
        from agentconsole.tui.dialogs.article_picker import ArticlePickerScreen

        return ArticlePickerScreen(
            title, self.door.knowledge, self.setting.offset, self.setting.keymap, inserts=inserts
        )

    def _has_articles(self) -> bool:
        """Whether there are any; where not, that is said."""
        has_any = bool(self.door.knowledge.articles("", 1))
        if not has_any:
            self.say(_(NONE_YET).format(palette=self.key("app.palette")), is_refusal=True)
        return has_any

    def _put_article_in(self, composer: LetterView, name: str, *, is_link: bool) -> None:
        from agentconsole.tui.knowledge_words import as_link, as_text

        it = self.door.knowledge.article(name)
        if it is None:
            self.say(_("That article was taken out meanwhile."), is_refusal=True)
        elif is_link and not it.address:
            self.say(_("{name} has no address; its text can go in.").format(name=name), is_refusal=True)
        else:
            composer.put_in(as_link(it) if is_link else as_text(it))

    def read_article(self, name: str) -> None:
        """One article over the console, and what the agent does with it."""
        from agentconsole.tui.screens.knowledge.reading_article import ArticleScreen

        it = self.door.knowledge.article(name)
        if it is not None:
            self.app.push_screen(ArticleScreen(it, self.setting.offset), lambda deed: self._do_with(it, deed))

    def _do_with(self, it: ArticleView, deed: str | None) -> None:
        from agentconsole.domain.knowledge.article_commands import RemoveArticle, ReviewArticle

        match deed:
            case "text" | "link":
                self._put_in_reply(it, is_link=deed == "link")
            case "edit":
                self.edit_article(_kept(it), it.written_at)
            case "review":
                if self.do(ReviewArticle(it.name, it.written_at)):
                    self.say_performed(_("{name}: reviewed by you").format(name=it.name))
            case "remove":
                if self.do(RemoveArticle(it.name)):
                    self.say_performed(_("{name}: taken out").format(name=it.name))
            case _:
                pass

    def _put_in_reply(self, it: ArticleView, *, is_link: bool) -> None:
        if not self.current:
            self.say(_("Open a conversation first: then it goes into the reply."), is_refusal=True)
            return
        self.action_conversation_reply()
        if isinstance(self.focused, Composer):
            self._put_article_in(self.focused, it.name, is_link=is_link)

    # Writing

    def wrapped_up(self, it: Conversation, answers: Answers) -> None:
        """An unusual case is worth an article, while it is fresh."""
        if answers.get("article") == "yes":
            self._ask_for_article(it)

    def action_article_write(self) -> None:
        """An article from the conversation in front."""
        view = self.subject()
        if view is not None:
            self._ask_for_article(view.conversation)

    def _begun(self, answers: Answers, body: str) -> Article:
        from agentconsole.domain.knowledge.article import Article, name_for

        title = answers["title"].strip()
        return Article(self._free_name(name_for(title)), title, body, category=answers["category"])

    def _ask_for_article(self, it: Conversation, complaint: str = "", typed: Answers | None = None) -> None:
        from agentconsole.domain.knowledge.article_commands import SaveArticle
        from agentconsole.tui.dialogs.article_questions import own_words, stub, stub_form
        from agentconsole.tui.dialogs.form import FormScreen

        words = own_words(self.door.transcript(it.id))
        form = stub_form(it, tuple(self.about(it).choices.categories), words)
        form.answers.update(typed or {})
        form.complaint = complaint
        form.go(0)

        def answered(answers: Answers | None) -> None:
            if answers is None:
                return
            helped = next((line.body for line in words if str(line.k) == answers["helped"]), "")
            article = self._begun(answers, stub(it.subject, helped))
            if answers["now"] == "edit":
                self.edit_article(article, 0)
            elif self.do(SaveArticle(article.name, *article.words, seen_at=0)):
                self.say_performed(_(KEPT).format(name=article.name))
            else:
                self._ask_for_article(it, self.refused, answers)

        self.app.push_screen(FormScreen(form, self.setting.keymap), answered)

    def _free_name(self, name: str) -> str:
        taken = self.door.knowledge.article
        return next(each for each in (name, *(f"{name[:36]}-{n}" for n in range(2, 1_000))) if taken(each) is None)

    def edit_article(self, article: Article, seen_at: int) -> None:
        """The article in the agent's own editor; what is saved there is kept."""
        self.go_out(lambda: self._edited(article, seen_at))

    async def _edited(self, article: Article, seen_at: int) -> str:
        from agentconsole.domain.knowledge.article import read_article, write_article

        unkept = self.door.drafts.for_editor(f"article:{article.name}", "public")
        text, trouble = await edited_outside(f"{article.name}.md", unkept or write_article(article))
        if trouble and seen_at:
            return trouble
        refused = self._keep(read_article(article.name, text) if text else article, seen_at)
        return f"{trouble} {refused}".strip() if refused or trouble else ""

    def _keep(self, article: Article, seen_at: int) -> str:
        """Keeps it; why not, in words. The text of one that is not kept is there again when it is changed next."""
        from agentconsole.domain.knowledge.article import write_article
        from agentconsole.domain.knowledge.article_commands import SaveArticle

        place = f"article:{article.name}"
        self.door.drafts.save(place, "public", write_article(article))
        try:
            self.performed = (self.door.perform(SaveArticle(article.name, *article.words, seen_at=seen_at)),)
        except Refused as refused:
            kept = _("Your words are kept for the next time you change {name}.").format(name=article.name)
            return f"{said(refused.refusal.words)} {kept}"
        self.say_performed(_(KEPT).format(name=article.name))
        return ""


def _kept(it: ArticleView) -> Article:
    from agentconsole.domain.knowledge.article import Article

    return Article(it.name, it.title, it.body, category=it.category, address=it.address)

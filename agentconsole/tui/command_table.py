"""The table of commands as text: a `[scope: group]` line, then `id | keys | title | footer word | help`."""

TABLE = """
[everywhere: Console]
app.palette | ctrl+p | All commands | all | Find any command by its words.
app.help | f1 | Help | help | The manual's page about this place, its keys first.
[everywhere: Go to]
goto.chat1 | f2 | Chat 1 | chat 1 | Go to the first chat.
goto.chat2 | f3 | Chat 2 | chat 2 | Go to the second chat.
goto.phone | f4 | Phone | phone | Go to the call, or answer the one that rings.
goto.board | f7 | Board | board | The team at a glance: what is late, who is full. Again: back.
[everywhere: Talk]
reminder.update | f5 | Holding update | update | An honest word for whoever waits longest; edit it, then send.
ownership.card | f8 | Ownership card | | Who answers for it, its number, the next word by when.
[everywhere: Go to]
pane.next | f6 | Next pane | pane | Move on to the next pane.
pane.previous | shift+f6 | Previous pane | | Move back to the pane before.
leader.goto | ctrl+o | Go to ... | | Opens the list of places; its letter goes there.
nav.back | escape | Back | back | Composer, then transcript, then queue. Drafts are kept.
[everywhere: Console]
session.renew | f9 | Sign in again ... | | Type the password here: the session goes on, or begins anew.
app.tutorial | | Tutorial | | In the demo: five minutes that teach the keys. Again: leave it; it goes on from there.
tutorial.anew | | Tutorial anew | | From its first step on, whatever was learnt.
tutorial.skip | f10 | Tutorial: skip this step | | The next step, this one unlearnt.
app.redraw | ctrl+l | Redraw | | Paint the whole screen anew.
app.quit | ctrl+q,ctrl+c | Quit | | Leave; drafts are saved. Asks while a contact is with you.
[reading: Work]
conversation.claim | a | Assign to me | take | Take the conversation, or answer the call.
chat.take_next | c | Take the next chat | next chat | The chat that has waited longest; two at a time.
conversation.release | Q | Back to the queue | | Give it back; it keeps its place, your text stays a draft.
conversation.transfer | t | Transfer ... | | Hand it to a colleague or a queue.
[reading: Talk]
conversation.reply | r | Reply | reply | Write to the contact.
conversation.note | i | Internal note | note | Write for the team only.
text.select_all | | Select all | | The whole of what you are writing: to be copied, cut or written anew.
conversation.acknowledge | A | Acknowledge ... | ack | Tell the contact that the ticket was read.
conversation.no_answer | 0 | Needs no answer | no answer | Their last words need none: the clock ends, nothing is sent.
[reading: Work]
conversation.start | S | Start work | | Record that work on it has begun.
[reading: Talk]
conversation.progress | P | Report progress ... | progress | How far we are, and by when there will be more.
[reading: Work]
conversation.hold | h | Hold or resume | hold | The caller on hold and back; a pending one back to work.
conversation.pend | p | Pend ... | pend | It waits for the contact or for somebody else.
conversation.snooze | w | Follow up later ... | later | Set a ticket aside until a named time.
[reading: End]
conversation.resolve | e | Resolve, go on | done | Done, a call after y; a call or chat asks how it ended.
conversation.resolve_stay | E | Resolve, stay | | Done, and stay here.
conversation.wrap_up | W | Wrap up ... | wrap up | Disposition, category, our fault, identity.
conversation.reopen | O | Reopen | reopen | Not done after all.
conversation.close_request | | Contact asked to close | | Record that the contact asked us to close it.
[reading: Record]
conversation.categorise | C | Category ... | | Say what it is about.
conversation.tag | number_sign | Tags ... | | Put tags on; a minus takes one off.
conversation.identity | I | Identity check ... | | How it was checked, and how that ended.
conversation.fault | F | Our fault ... | | Admit it: cause, clause, compensation.
contact.page | y | The contact | contact | Earlier conversations, promises, faults, checks and products on one page.
conversation.similar | equals_sign | What helped others | | Resolved ones like it, with why; an answer goes into yours.
conversation.link | L | Link or merge ... | | The two belong together, or this one is a duplicate.
conversation.link_incident | m | Incident ... | | Link it to an incident, or write one down.
incident.known | | They know the update already | | The contact has heard about the incident another way.
[reading: Leads]
conversation.escalate | exclamation_mark | Ask for a lead ... | lead | Why, and one line; the conversation stays yours.
conversation.ask_help | H | Call a lead to whisper ... | | A lead reads along and tells you; you keep it.
escalation.withdraw | U | Take the call back | | No lead is needed any more.
whisper.decline | X | Thank for the whisper | | Thanks, and you go on alone.
summary.seen | d | I have read the summary | read it | Then the reply opens.
offer.accept | | Accept the offer | | What you were offered becomes yours; `a` does the same.
offer.decline | x | Decline the offer | | It stays where it is.
unsent.insert | D | Insert the unsent text | insert | Typed on your other computer, or by whom you took over from.
[reading: Team lead]
escalation.acknowledge | K | I am on it | on it | Whoever called a lead sees who answers.
conversation.monitor | M | Read along | read | Seen by the agent, unable to speak; again: no more.
conversation.whisper | s | Whisper ... | whisper | A word to the agent alone.
conversation.barge | J | Join in public | join | Under your own name; again: speak no more.
conversation.take_over | T | Take over | take over | It becomes yours with its promises; nothing is sent.
conversation.hand_back | R | Hand back ... | hand back | With a summary that is read before anybody writes.
escalation.pass_on | N | Pass on ... | | To the next rung, or one you name.
conversation.offer | f | Offer ... | offer | To a colleague with room, who has 45 seconds.
agent.remind | n | Remind ... | remind | A kind word to whoever holds it.
team.broadcast | at | A word to the team ... | | Everybody's console shows it.
conversation.stop_monitoring | | Read along no more | | The same as M while you read along.
conversation.leave | | Speak no more | | The same as J while you have joined.
handback.cancel | | Keep it after all | | While it waits for the agent's free slot.
agent.reassign_all | | Everything back to the queue ... | | A colleague has fallen ill.
agent.role | | Change a role ... | | Agent or team lead.
agent.queues | | Which queues a colleague sees ... | | Those you name and no other; all of them when you name none.
[reading: Phone]
callback.promise | B | Promise a callback ... | callback | We will ring at a named time.
callback.complete | b | Callback made ... | call made | Reached or not, and when to try again.
call.log | | Log a call ... | | A call that happened outside the console.
[reading: Work]
conversation.undo | z | Undo | undo | Take back the last thing you did, for 20 seconds.
conversation.repeat | full_stop | Again | | Do here what you did last elsewhere: tags, category, follow-up.
[reading: Queue]
conversation.why | Y | Why is it here? | | Why the row stands where it stands.
conversation.copy | ctrl+y | Copy ... | | Its number, last message, contact or the whole of it, onto the clipboard.
conversation.bare | f12 | Bare view | | Plain lines on the bare terminal, to be selected with its own means.
[reading: Go to]
goto.due | u | Next due | due | Your conversation whose promise breaks first.
goto.previous | minus | Previous conversation | before | The one that was open before.
goto.back | left_square_bracket | Back | | Back through the conversations you had open.
goto.forward | right_square_bracket | Forward | | Forward again, after going back.
goto.views | | Views ... | | The views of the queue that were kept; one key opens one.
goto.labels | | Jump to a row ... | | A letter on every row in sight; it opens the row.
[reading: Queue]
queue.filter | slash | Filter ... | find | Narrow the queue by words, and by tag:dns, by:bo, breached:yes.
queue.clear | backspace | Clear the filter | | Show mine and what waits again.
view.keep | quotation_mark | Keep this view ... | | What the queue shows now, kept under a name.
view.remove | | Forget a view ... | | One of yours, or for a lead one of the team's.
[reading: Go to]
pane.zoom | plus | Zoom | | Both, the conversation alone, the queue alone; it stays so.
pane.unzoom | underscore | Unzoom | | The same the other way round.
pane.close | q | Close this view | | Back to the queue; never quits.
goto.menu | g | Go to ... | go to | Opens the list of places; its letter goes there.
[reading: Console]
app.commands | colon | All commands | | The same as Ctrl+P.
app.keys | question_mark | Help | | The same as F1.
article.write | | Write an article from this ... | | The subject and the words that helped, as a draft others review.
canned.keep | | Keep a response ... | | What you are writing, or a new text, kept ready under a name.
canned.remove | | Remove a response ... | | One of yours, or for a lead one of the team's.
app.layout | | Layout ... | | One or two lines a row, the side and the width of the queue; at once and at every start.
app.theme | | Theme ... | | Choose the colours; they are worn at once and at every start.
app.edit_keys | | Change a key ... | | Pick a command, press its new key; it is so at once and at every start.
[reading: Go to]
goto.articles | | Articles ... | | What the team has written down: find it, read it, put it into the reply.
goto.incidents | | Incidents ... | | Since when, how they stand, who has been told and who has not.
goto.mentions | | Mentions | | Where a colleague wrote @ and your name; who opens one has seen it.
mention.unseen | | Mention not seen | | The last note here that names you waits for you again.
goto.tables | | Touch every table ... | | What nobody senior has looked at this shift.
goto.silent | | Gone silent ... | | What waits on others without a word: chase them.
goto.audit | | Audit trail | | Who saw, whispered, took, gave; for agents what concerns them.
goto.receipts | | Receipts | | The proof of everything you did.
goto.unsent | | Unsent texts | | Everything you typed and did not send, also where the conversation is gone.
goto.decide | | What is yours to decide | | Messages held back, and what a restored server has lost.
goto.search | | Search ... | | Contacts, conversations and messages.
[reading: Me]
presence.available | o | I am available | available | Back at work.
presence.break | Z | I take a break | | No new work until you are back.
presence.offline | | My shift is over | | Off until the next shift.
[queue: Move]
queue.down | j,down | Down | move | One row down.
queue.up | k,up | Up | | One row up.
queue.page_down | pagedown | Page down | | One screen down.
queue.page_up | pageup | Page up | | One screen up.
queue.top | home | Top | | The most urgent row.
queue.bottom | end,G | Bottom | | The last row.
queue.open | enter,l,right | Open | open | Open the selected row.
queue.mark | v | Mark | mark | Mark the row, or no longer; then an action is done to all that are marked.
queue.mark_all | V | Mark all | | Mark every row in sight; again: none of them.
[transcript: Move]
transcript.up | k,up | Up | | One line up.
transcript.down | j,down | Down | | One line down.
transcript.page_up | pageup | Page up | | One screen up.
transcript.page_down | pagedown,space | Page down | page | One screen down.
transcript.home | home | Oldest | | The oldest lines.
transcript.end | end,G | Newest | newest | The newest lines.
transcript.all | v | Show all | | The whole of a long message.
[board: Move]
board.down | j,down | Down | move | One row down, into the next list at its end.
board.up | k,up | Up | | One row up.
board.page_down | pagedown | Page down | | One screen of the list down.
board.page_up | pageup | Page up | | One screen of the list up.
board.top | home | Top | | The first row of the board.
board.bottom | end,G | Bottom | | The last row of the board.
board.next | tab | Next list | list | The first row of the next list.
board.open | enter,l,right | Open | open | Open the conversation; an agent's, the one that is due first.
[composer: Compose]
composer.enter | enter | Send or new line | send | Sends in a chat; a new line in tickets and notes.
composer.newline | ctrl+j | New line | newline | A new line, everywhere.
composer.send | ctrl+s | Send | send | Send, everywhere.
composer.canned | ctrl+t | Response ... | response | What is kept ready goes in here; :: at a word's start does it, too.
composer.article | ctrl+r | Article ... | | An article goes in here, as text or link; ?? at a word's start does it, too.
composer.next_blank | tab | Next blank | | To the next {{?blank}} of a response; what you type takes its place.
composer.editor | ctrl+g | Own editor | | Write it in the program EDITOR names; what you save there is the text.
composer.switch | ctrl+n | Public or note | note | Change between reply and note; both texts are kept.
[composer: Text]
composer.left | left,ctrl+b | Left | | One character left.
composer.right | right,ctrl+f | Right | | One character right.
composer.up | up | Up | | One line up.
composer.down | down | Down | | One line down.
composer.word_left | ctrl+left,alt+b | Word left | | To the start of the word.
composer.word_right | ctrl+right,alt+f | Word right | | To the end of the word.
composer.home | home,ctrl+a | Line start | | To the start of the line.
composer.end | end,ctrl+e | Line end | | To the end of the line.
composer.backspace | backspace,ctrl+h | Delete left | | Delete the character on the left.
composer.delete | delete,ctrl+d | Delete right | | Delete the character on the right.
composer.word_back | ctrl+w,alt+backspace | Delete word | | Delete the word on the left.
composer.kill | ctrl+k | Delete to the end | | Delete to the end of the line.
composer.kill_left | ctrl+u | Delete to the start | | Delete to the start of the line.
composer.select_left | shift+left | Select left | | One character more to the left; what you type then takes its place.
composer.select_right | shift+right | Select right | | One character more to the right.
composer.select_up | shift+up | Select up | | One line more up.
composer.select_down | shift+down | Select down | | One line more down.
composer.select_word_left | ctrl+shift+left,alt+shift+left | Select word left | | To the start of the word.
composer.select_word_right | ctrl+shift+right,alt+shift+right | Select word right | | To the end of the word.
composer.select_home | shift+home | Select to line start | | To the start of the line.
composer.select_end | shift+end | Select to line end | | To the end of the line.
composer.copy | ctrl+insert | Copy selected | | What is selected, onto the clipboard; Ctrl+C then does it, too.
composer.cut | ctrl+x,shift+delete | Cut selected | | The same, and out of the text; Ctrl+Z brings it back.
composer.paste | ctrl+v | Paste copied | | What was copied or cut here; the terminal's own paste brings the rest.
composer.undo | ctrl+z | Undo typing | | Take back the last change to the text.
composer.redo | ctrl+y | Redo typing | | Do it again.
[goto: Go to]
goto.queue | q | Queue | | The queue: mine and what waits.
goto.mine | m | Mine | | Only what is mine.
goto.waiting | w | Waiting | | Only what waits.
goto.all | a | All open | | Everything open, colleagues' too.
goto.risk | k | At risk | | Only what is late or soon will be.
goto.calls | P | Calls | | Only calls.
goto.tickets | T | Tickets | | Only tickets.
goto.chats | C | Chats | | Only chats.
goto.one | 1 | Chat 1 | | The first chat.
goto.two | 2 | Chat 2 | | The second chat.
goto.call | p | Phone | | The call.
goto.next_due | u | Next due | | Your conversation whose promise breaks first.
goto.search_list | s | Search | | Contacts, conversations and messages.
goto.receipt_list | r | Receipts | | The proof of everything you did.
goto.unsent_list | D | Unsent | | What you typed and did not send.
goto.decisions | d | To decide | | Messages held back, and what a restored server has lost.
goto.article_list | K | Articles | | What the team has written down.
goto.incident_list | i | Incidents | | Since when, how they stand, who has been told.
goto.mention_list | n | Mentions | | Where a colleague wrote @ and your name.
goto.table_list | t | Tables | | What nobody senior has looked at.
goto.silent_list | y | Gone silent | | What waits on others without a word.
goto.audit_trail | A | Audit trail | | Who saw, whispered, took, gave.
goto.lead_board | b | Board | | The team at a glance.
goto.view_list | v | Views | | The views of the queue that were kept.
goto.jump | j | Jump | | A letter on every row in sight; it opens the row.
goto.top | g | Top | | The most urgent row.
[dialog: Dialog]
dialog.cancel | escape | Leave | leave | Leave without doing it.
dialog.next | tab | Next field | next | The next field.
dialog.previous | shift+tab | Previous field | | The field before.
dialog.done | enter | Done | done | Do it; a missing answer is asked for first.
dialog.send | ctrl+s | Done | | The same as Enter.
dialog.up | up | Choice up | | The choice above.
dialog.down | down | Choice down | | The choice below.
dialog.page_up | pageup | Page up | | One screen of a list up; in a form the first field.
dialog.page_down | pagedown | Page down | | One screen of a list down; in a form the last field.
"""

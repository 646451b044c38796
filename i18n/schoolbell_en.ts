<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AccountMenu</name>
    <message>
        <source>Accounts</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Add an account</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>Sign out of this account</source>
        <translation>Sign out of this account</translation>
    </message>
    <message>
        <source>{name} ({account})</source>
        <translation>{name} ({account})</translation>
    </message>
    <message>
        <source>{name}, open now</source>
        <translation>{name}, open now</translation>
    </message>
    <message>
        <source>{name}, has a PIN</source>
        <translation>{name}, has a PIN</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>{name}, {unread}</source>
        <translation>{name}, {unread}</translation>
    </message>
</context>
<context>
    <name>Accounts</name>
    <message>
        <source>Sign out of this account?</source>
        <translation>Sign out of this account?</translation>
    </message>
    <message>
        <source>Messages kept on this computer are removed; the school&apos;s server keeps them.</source>
        <translation>Messages kept on this computer are removed; the school&apos;s server keeps them.</translation>
    </message>
    <message>
        <source>What is not sent yet would be lost.</source>
        <translation>What is not sent yet would be lost.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) are not sent yet and would be lost</source>
        <translation>
            <numerusform>%n message is not sent yet and would be lost</numerusform>
            <numerusform>%n messages are not sent yet and would be lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) would be lost, too.</source>
        <translation>
            <numerusform>%n draft would be lost, too.</numerusform>
            <numerusform>%n drafts would be lost, too.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Stay</translation>
    </message>
</context>
<context>
    <name>AskFiles</name>
    <message>
        <source>Attach files</source>
        <translation>Attach files</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>Pictures (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
</context>
<context>
    <name>BeforeMenu</name>
    <message>
        <source>Drafts</source>
        <translation>Drafts</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Scheduled</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>No notices yet</source>
        <translation>No notices yet</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Without a title</translation>
    </message>
    <message>
        <source>{title} (a change)</source>
        <translation>{title} (a change)</translation>
    </message>
    <message>
        <source>Begin a new one from it (without its files)</source>
        <translation>Begin a new one from it (without its files)</translation>
    </message>
    <message>
        <source>See how far it is</source>
        <translation>See how far it is</translation>
    </message>
    <message>
        <source>Take it back and change it</source>
        <translation>Take it back and change it</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Send now</translation>
    </message>
</context>
<context>
    <name>BrowserSignIn</name>
    <message>
        <source>or</source>
        <translation>or</translation>
    </message>
    <message>
        <source>Sign in in the browser</source>
        <translation>Sign in in the browser</translation>
    </message>
    <message>
        <source>Sign in with {name}</source>
        <translation>Sign in with {name}</translation>
    </message>
    <message>
        <source>Go on in the browser window. Schoolbell waits here until you are done.</source>
        <translation>Go on in the browser window. Schoolbell waits here until you are done.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>ChangePasswordPage</name>
    <message>
        <source>Choose your password</source>
        <translation>Choose your password</translation>
    </message>
    <message>
        <source>The password on the slip works only once. From now on you sign in with your own.</source>
        <translation>The password on the slip works only once. From now on you sign in with your own.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>New password again</translation>
    </message>
    <message>
        <source>The two passwords differ</source>
        <translation>The two passwords differ</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>Saving …</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>Save and go on</translation>
    </message>
</context>
<context>
    <name>Channels</name>
    <message>
        <source>Always sent</source>
        <translation>Always sent</translation>
    </message>
    <message>
        <source>Not for direct chats</source>
        <translation>Not for direct chats</translation>
    </message>
    <message>
        <source>If nobody confirms</source>
        <translation>If nobody confirms</translation>
    </message>
    <message>
        <source>No gateway here</source>
        <translation>No gateway here</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>{name}, {size}</source>
        <translation>{name}, {size}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>Remove {name}</translation>
    </message>
</context>
<context>
    <name>ComingPage</name>
    <message>
        <source>Take back and edit</source>
        <translation>Take back and edit</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>Not sent yet</translation>
    </message>
    <message>
        <source>Who has confirmed appears here once it is sent</source>
        <translation>Who has confirmed appears here once it is sent</translation>
    </message>
    <message>
        <source>This computer must be on then: the school&apos;s server cannot do it alone.</source>
        <translation>This computer must be on then: the school&apos;s server cannot do it alone.</translation>
    </message>
    <message>
        <source>It goes out by itself, also while this computer is off.</source>
        <translation>It goes out by itself, also while this computer is off.</translation>
    </message>
    <message>
        <source>Nobody has seen it. Taken back, it is in the editor again with people and files.</source>
        <translation>Nobody has seen it. Taken back, it is in the editor again with people and files.</translation>
    </message>
</context>
<context>
    <name>ComposeFoot</name>
    <message>
        <source>Save draft</source>
        <translation>Save draft</translation>
    </message>
    <message>
        <source>Send the change</source>
        <translation>Send the change</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Schedule</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}. {advice}</translation>
    </message>
</context>
<context>
    <name>ComposePage</name>
    <message>
        <source>New DING</source>
        <translation>New DING</translation>
    </message>
    <message>
        <source>Delete this draft</source>
        <translation>Delete this draft</translation>
    </message>
    <message>
        <source>Close; the draft is kept</source>
        <translation>Close; the draft is kept</translation>
    </message>
    <message>
        <source>To</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>What they will see</source>
        <translation>What they will see</translation>
    </message>
    <message>
        <source>Keep as draft</source>
        <translation>Keep as draft</translation>
    </message>
    <message>
        <source>draft saved {time}</source>
        <translation>draft saved {time}</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Schedule for {people}</source>
        <translation>Schedule for {people}</translation>
    </message>
    <message>
        <source>Send to {people}</source>
        <translation>Send to {people}</translation>
    </message>
    <message>
        <source>Choose who gets it.</source>
        <translation>Choose who gets it.</translation>
    </message>
    <message>
        <source>Write what they must know.</source>
        <translation>Write what they must know.</translation>
    </message>
    <message numerus="yes">
        <source>The text is too long by %n character(s).</source>
        <translation>
            <numerusform>The text is too long by %n character.</numerusform>
            <numerusform>The text is too long by %n characters.</numerusform>
        </translation>
    </message>
    <message>
        <source>The time it should go out is over.</source>
        <translation>The time it should go out is over.</translation>
    </message>
    <message>
        <source>None of them can be reached from this account.</source>
        <translation>None of them can be reached from this account.</translation>
    </message>
    <message>
        <source>A voice note is being recorded.</source>
        <translation>A voice note is being recorded.</translation>
    </message>
    <message>
        <source>Goes out {time}; {who}.</source>
        <translation>Goes out {time}; {who}.</translation>
    </message>
    <message>
        <source>{who}. It can be taken back for 10 seconds.</source>
        <translation>{who}. It can be taken back for 10 seconds.</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>picture</translation>
    </message>
</context>
<context>
    <name>ComposeSide</name>
    <message>
        <source>What families see</source>
        <translation>What families see</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>A change reaches every class. Who has signed need not sign again.</source>
        <translation>A change reaches every class. Who has signed need not sign again.</translation>
    </message>
    <message>
        <source>On a phone families read the text and confirm with ✅.</source>
        <translation>On a phone families read the text and confirm with ✅.</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Mention somebody</source>
        <translation>Mention somebody</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>Send files</translation>
    </message>
    <message>
        <source>Send pictures</source>
        <translation>Send pictures</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>Record a voice note</translation>
    </message>
    <message>
        <source>Enter to send · Shift+Enter for a new line</source>
        <translation>Enter to send · Shift+Enter for a new line</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>Write a message, @ to mention</source>
        <translation>Write a message, @ to mention</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Editing your message</source>
        <translation>Editing your message</translation>
    </message>
    <message>
        <source>Reply to {name}</source>
        <translation>Reply to {name}</translation>
    </message>
</context>
<context>
    <name>ConnectionBanner</name>
    <message>
        <source>No connection. You can go on writing; everything is sent when it is back.</source>
        <translation>No connection. You can go on writing; everything is sent when it is back.</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>Reconnect now</translation>
    </message>
    <message>
        <source>You have been signed out. Nothing on this computer is lost.</source>
        <translation>You have been signed out. Nothing on this computer is lost.</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Sign in again</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}. {advice}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>This account was moved to another school. Until you sign in again, yours stays.</source>
        <translation>This account was moved to another school. Until you sign in again, yours stays.</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n second(s)</source>
        <translation>
            <numerusform>Next try in %n second</numerusform>
            <numerusform>Next try in %n seconds</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>Connecting …</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Conversation</source>
        <translation>Conversation</translation>
    </message>
    <message>
        <source>{name} is typing …</source>
        <translation>{name} is typing …</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing …</source>
        <translation>
            <numerusform>%n person is typing …</numerusform>
            <numerusform>%n people are typing …</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}. {advice}</translation>
    </message>
</context>
<context>
    <name>ConversationFiles</name>
    <message>
        <source>Open a file</source>
        <translation>Open a file</translation>
    </message>
    <message>
        <source>Open {name}?</source>
        <translation>Open {name}?</translation>
    </message>
    <message>
        <source>This file can run on this computer and do harm. Open it only if you know what it is and trust who sent it.</source>
        <translation>This file can run on this computer and do harm. Open it only if you know what it is and trust who sent it.</translation>
    </message>
    <message>
        <source>Open anyway</source>
        <translation>Open anyway</translation>
    </message>
    <message>
        <source>Do not open</source>
        <translation>Do not open</translation>
    </message>
    <message>
        <source>No program on this computer opens this file. Save it instead.</source>
        <translation>No program on this computer opens this file. Save it instead.</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
    <message>
        <source>Choose pictures</source>
        <translation>Choose pictures</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>Choose files</translation>
    </message>
    <message>
        <source>Pictures ({endings})</source>
        <translation>Pictures ({endings})</translation>
    </message>
    <message>
        <source>Picture {moment}.{ending}</source>
        <comment>file name of a pasted picture</comment>
        <translation>Picture {moment}.{ending}</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) at once; the others were left out.</source>
        <translation>
            <numerusform>At most %n file at once; the others were left out.</numerusform>
            <numerusform>At most %n files at once; the others were left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DayPopup</name>
    <message>
        <source>Go to a day</source>
        <translation>Go to a day</translation>
    </message>
</context>
<context>
    <name>DeliveryWords</name>
    <message>
        <source>SMS</source>
        <translation>SMS</translation>
    </message>
    <message>
        <source>Phone call</source>
        <translation>Phone call</translation>
    </message>
    <message>
        <source>SMS sent {time}</source>
        <translation>SMS sent {time}</translation>
    </message>
    <message>
        <source>called {time}</source>
        <translation>called {time}</translation>
    </message>
    <message>
        <source>SMS refused by the gateway</source>
        <translation>SMS refused by the gateway</translation>
    </message>
    <message>
        <source>call refused by the gateway</source>
        <translation>call refused by the gateway</translation>
    </message>
    <message>
        <source>SMS not possible: no number</source>
        <translation>SMS not possible: no number</translation>
    </message>
    <message>
        <source>call not possible: no number</source>
        <translation>call not possible: no number</translation>
    </message>
    <message>
        <source>no SMS: the daily limit is reached</source>
        <translation>no SMS: the daily limit is reached</translation>
    </message>
    <message>
        <source>no call: the daily limit is reached</source>
        <translation>no call: the daily limit is reached</translation>
    </message>
    <message>
        <source>SMS not sent: the gateway did not answer</source>
        <translation>SMS not sent: the gateway did not answer</translation>
    </message>
    <message>
        <source>call not made: the gateway did not answer</source>
        <translation>call not made: the gateway did not answer</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between what became of SMS and call</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>{name}: {words}</source>
        <translation>{name}: {words}</translation>
    </message>
    <message>
        <source>{channel}: {sent} sent, {failed} could not be sent</source>
        <translation>{channel}: {sent} sent, {failed} could not be sent</translation>
    </message>
    <message>
        <source>{channel}: {failed} could not be sent</source>
        <translation>{channel}: {failed} could not be sent</translation>
    </message>
    <message>
        <source>{channel}: {sent} sent</source>
        <translation>{channel}: {sent} sent</translation>
    </message>
    <message>
        <source>not signed in yet</source>
        <translation>not signed in yet</translation>
    </message>
    <message numerus="yes">
        <source>%n families have never signed in: hand out their slips again</source>
        <translation>
            <numerusform>%n family has never signed in: hand out its slips again</numerusform>
            <numerusform>%n families have never signed in: hand out their slips again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have never signed in: hand out their slips again</source>
        <translation>
            <numerusform>%n person has never signed in: hand out the slip again</numerusform>
            <numerusform>%n people have never signed in: hand out their slips again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DemoWindow</name>
    <message>
        <source>The demo school could not be started. The window of the command has the details.</source>
        <translation>The demo school could not be started. The window of the command has the details.</translation>
    </message>
    <message>
        <source>Open as the class teacher</source>
        <translation>Open as the class teacher</translation>
    </message>
    <message>
        <source>Open as a student</source>
        <translation>Open as a student</translation>
    </message>
    <message>
        <source>Open as a guardian</source>
        <translation>Open as a guardian</translation>
    </message>
    <message>
        <source>Schoolbell demo school</source>
        <translation>Schoolbell demo school</translation>
    </message>
    <message>
        <source>Open as</source>
        <translation>Open as</translation>
    </message>
    <message>
        <source>Preparing the school …</source>
        <translation>Preparing the school …</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>The school is running on this machine only. Everything you do here is thrown away when this window is closed. There is no keyring in the demo: sessions are kept in a private file.</source>
        <translation>The school is running on this machine only. Everything you do here is thrown away when this window is closed. There is no keyring in the demo: sessions are kept in a private file.</translation>
    </message>
    <message>
        <source>Starting the homeserver …</source>
        <translation>Starting the homeserver …</translation>
    </message>
    <message>
        <source>People sign in for the first time …</source>
        <translation>People sign in for the first time …</translation>
    </message>
    <message>
        <source>An ordinary morning of messages …</source>
        <translation>An ordinary morning of messages …</translation>
    </message>
    <message>
        <source>Importing the school&apos;s roster …</source>
        <translation>Importing the school&apos;s roster …</translation>
    </message>
</context>
<context>
    <name>DetailsColumn</name>
    <message>
        <source>Close details</source>
        <translation>Close details</translation>
    </message>
</context>
<context>
    <name>DiagnosticsSection</name>
    <message>
        <source>Help</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>A text file for whoever looks after this computer: versions, settings, numbers and the last lines of the log. It holds no messages, no names and no passwords; you can read it before you send it.</source>
        <translation>A text file for whoever looks after this computer: versions, settings, numbers and the last lines of the log. It holds no messages, no names and no passwords; you can read it before you send it.</translation>
    </message>
    <message>
        <source>Export diagnostics…</source>
        <translation>Export diagnostics…</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Saved.</translation>
    </message>
    <message>
        <source>Export diagnostics</source>
        <translation>Export diagnostics</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Text (*.txt)</translation>
    </message>
</context>
<context>
    <name>DingEntrances</name>
    <message>
        <source>DING these people</source>
        <translation>DING these people</translation>
    </message>
    <message numerus="yes">
        <source>DING the %n unread</source>
        <translation>
            <numerusform>DING the %n unread</numerusform>
            <numerusform>DING the %n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>DING this</source>
        <translation>DING this</translation>
    </message>
    <message>
        <source>DING {name}</source>
        <translation>DING {name}</translation>
    </message>
</context>
<context>
    <name>DingMenu</name>
    <message>
        <source>Reminders so far</source>
        <translation>Reminders so far</translation>
    </message>
    <message>
        <source>Export as a spreadsheet</source>
        <translation>Export as a spreadsheet</translation>
    </message>
    <message>
        <source>Withdraw …</source>
        <translation>Withdraw …</translation>
    </message>
    <message>
        <source>Write to {name}</source>
        <translation>Write to {name}</translation>
    </message>
    <message>
        <source>DING this family alone</source>
        <translation>DING this family alone</translation>
    </message>
</context>
<context>
    <name>DingPane</name>
    <message>
        <source>The reminder is on its way.</source>
        <translation>The reminder is on its way.</translation>
    </message>
    <message>
        <source>It is taken back.</source>
        <translation>It is taken back.</translation>
    </message>
    <message>
        <source>It comes back in five minutes.</source>
        <translation>It comes back in five minutes.</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Saved as {path}</translation>
    </message>
    <message>
        <source>It has already gone out. You can withdraw it.</source>
        <translation>It has already gone out. You can withdraw it.</translation>
    </message>
    <message>
        <source>DING</source>
        <translation>DING</translation>
    </message>
    <message>
        <source>Your DINGs are on their way</source>
        <translation>Your DINGs are on their way</translation>
    </message>
    <message numerus="yes">
        <source>%n DING(s) wait for you</source>
        <translation>
            <numerusform>%n DING waits for you</numerusform>
            <numerusform>%n DINGs wait for you</numerusform>
        </translation>
    </message>
    <message>
        <source>Open one at the left to read and confirm it.</source>
        <translation>Open one at the left to read and confirm it.</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>Nothing waits for you</translation>
    </message>
    <message>
        <source>A DING stays on the screen of everybody it is for until they confirm it.</source>
        <translation>A DING stays on the screen of everybody it is for until they confirm it.</translation>
    </message>
    <message>
        <source>Offline. What you confirm and send goes out when there is a connection.</source>
        <translation>Offline. What you confirm and send goes out when there is a connection.</translation>
    </message>
    <message>
        <source>It goes out at its time. Until then it can be changed.</source>
        <translation>It goes out at its time. Until then it can be changed.</translation>
    </message>
</context>
<context>
    <name>DingRow</name>
    <message>
        <source>{who} · this computer must be on</source>
        <translation>{who} · this computer must be on</translation>
    </message>
    <message>
        <source>No text yet</source>
        <translation>No text yet</translation>
    </message>
    <message>
        <source>{name} · {role}</source>
        <comment>sender and subject</comment>
        <translation>{name} · {role}</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>{countdown} · {people}</source>
        <translation>{countdown} · {people}</translation>
    </message>
</context>
<context>
    <name>DingTable</name>
    <message>
        <source>Class</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Student or colleague</source>
        <translation>Student or colleague</translation>
    </message>
    <message>
        <source>Household</source>
        <translation>Household</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>about {time}</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signed</translation>
    </message>
</context>
<context>
    <name>DingText</name>
    <message numerus="yes">
        <source>%n waiting for you</source>
        <translation>
            <numerusform>%n waiting for you</numerusform>
            <numerusform>%n waiting for you</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Drafts</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>This week</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Last week</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>Tomorrow</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Earlier</translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n family</numerusform>
            <numerusform>%n families</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Withdrawn</translation>
    </message>
    <message numerus="yes">
        <source>%n copies were not sent</source>
        <translation>
            <numerusform>%n copy was not sent</numerusform>
            <numerusform>%n copies were not sent</numerusform>
        </translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>On its way</translation>
    </message>
    <message>
        <source>{families}, all confirmed</source>
        <translation>{families}, all confirmed</translation>
    </message>
    <message>
        <source>{families} · {count} confirmed</source>
        <translation>{families} · {count} confirmed</translation>
    </message>
    <message>
        <source>{people} · {families}</source>
        <translation>{people} · {families}</translation>
    </message>
    <message>
        <source>confirm by {time}</source>
        <translation>confirm by {time}</translation>
    </message>
    <message numerus="yes">
        <source>reminded %n time(s)</source>
        <translation>
            <numerusform>reminded %n time</numerusform>
            <numerusform>reminded %n times</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>waits for your confirmation</source>
        <translation>waits for your confirmation</translation>
    </message>
    <message>
        <source>confirmed by you</source>
        <translation>confirmed by you</translation>
    </message>
    <message>
        <source>confirmed by {name}</source>
        <translation>confirmed by {name}</translation>
    </message>
    <message>
        <source>seen by you</source>
        <translation>seen by you</translation>
    </message>
</context>
<context>
    <name>DingWords</name>
    <message numerus="yes">
        <source>goes in %n second(s)</source>
        <translation>
            <numerusform>goes in %n second</numerusform>
            <numerusform>goes in %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>reminded %n time(s)</source>
        <translation>
            <numerusform>reminded %n time</numerusform>
            <numerusform>reminded %n times</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} guardians</source>
        <translation>{name} guardians</translation>
    </message>
    <message>
        <source>{name} students</source>
        <translation>{name} students</translation>
    </message>
    <message>
        <source>{name} teachers</source>
        <translation>{name} teachers</translation>
    </message>
    <message>
        <source>{name} everybody</source>
        <translation>{name} everybody</translation>
    </message>
    <message>
        <source>All colleagues</source>
        <translation>All colleagues</translation>
    </message>
    <message>
        <source>All families of the school</source>
        <translation>All families of the school</translation>
    </message>
    <message>
        <source>MMM d ddd</source>
        <comment>date format of a day with its weekday</comment>
        <translation>MMM d ddd</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>today {time}</translation>
    </message>
    <message>
        <source>tomorrow {time}</source>
        <translation>tomorrow {time}</translation>
    </message>
    <message>
        <source>Was due {time}</source>
        <translation>Was due {time}</translation>
    </message>
    <message>
        <source>Confirm by {time}</source>
        <translation>Confirm by {time}</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>overdue</translation>
    </message>
    <message>
        <source>by {time}</source>
        <translation>by {time}</translation>
    </message>
    <message>
        <source>MMM d</source>
        <comment>date format of a short day</comment>
        <translation>MMM d</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>the students confirm themselves</source>
        <translation>the students confirm themselves</translation>
    </message>
    <message>
        <source>a guardian or the student confirms</source>
        <translation>a guardian or the student confirms</translation>
    </message>
    <message>
        <source>one guardian per family confirms</source>
        <translation>one guardian per family confirms</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>SMS</translation>
    </message>
    <message>
        <source>Phone call</source>
        <translation>Phone call</translation>
    </message>
    <message>
        <source>Pop-up in the app</source>
        <translation>Pop-up in the app</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the names of channels</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>about {time}</translation>
    </message>
    <message>
        <source>signed {time}</source>
        <translation>signed {time}</translation>
    </message>
    <message>
        <source>confirmed {time}</source>
        <translation>confirmed {time}</translation>
    </message>
    <message>
        <source>read {time}</source>
        <translation>read {time}</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>unread</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n family</numerusform>
            <numerusform>%n families</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftQuestion</name>
    <message>
        <source>Delete draft</source>
        <translation>Delete draft</translation>
    </message>
    <message>
        <source>Delete this draft?</source>
        <translation>Delete this draft?</translation>
    </message>
    <message>
        <source>What was written and the recipients go. Nobody has got it.</source>
        <translation>What was written and the recipients go. Nobody has got it.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Keep the draft</source>
        <translation>Keep the draft</translation>
    </message>
</context>
<context>
    <name>DropSheet</name>
    <message>
        <source>Drop files here to send them</source>
        <translation>Drop files here to send them</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The network is down</source>
        <translation>The network is down</translation>
    </message>
    <message>
        <source>Check the cable or Wi-Fi. Schoolbell tries again by itself.</source>
        <translation>Check the cable or Wi-Fi. Schoolbell tries again by itself.</translation>
    </message>
    <message>
        <source>The school&apos;s server does not answer</source>
        <translation>The school&apos;s server does not answer</translation>
    </message>
    <message>
        <source>It may be busy. Try again in a moment.</source>
        <translation>It may be busy. Try again in a moment.</translation>
    </message>
    <message>
        <source>The connection is not secure</source>
        <translation>The connection is not secure</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not valid. Check this computer&apos;s date, or ask the school.</source>
        <translation>The server&apos;s certificate is not valid. Check this computer&apos;s date, or ask the school.</translation>
    </message>
    <message>
        <source>No school was found at this address</source>
        <translation>No school was found at this address</translation>
    </message>
    <message>
        <source>The address is printed on the sign-in slip. Check each letter.</source>
        <translation>The address is printed on the sign-in slip. Check each letter.</translation>
    </message>
    <message>
        <source>There is no school server at this address</source>
        <translation>There is no school server at this address</translation>
    </message>
    <message>
        <source>The school&apos;s server is too old for Schoolbell</source>
        <translation>The school&apos;s server is too old for Schoolbell</translation>
    </message>
    <message>
        <source>It lacks sliding sync. Ask the school&apos;s IT to update it.</source>
        <translation>It lacks sliding sync. Ask the school&apos;s IT to update it.</translation>
    </message>
    <message>
        <source>This network asks you to sign in first</source>
        <translation>This network asks you to sign in first</translation>
    </message>
    <message>
        <source>Open a web page, sign in to the network, then come back.</source>
        <translation>Open a web page, sign in to the network, then come back.</translation>
    </message>
    <message>
        <source>The proxy cannot be used</source>
        <translation>The proxy cannot be used</translation>
    </message>
    <message>
        <source>Check the proxy in this computer&apos;s network settings, or ask the school&apos;s IT.</source>
        <translation>Check the proxy in this computer&apos;s network settings, or ask the school&apos;s IT.</translation>
    </message>
    <message>
        <source>This computer uses a proxy script</source>
        <translation>This computer uses a proxy script</translation>
    </message>
    <message>
        <source>Schoolbell cannot read proxy scripts (PAC). Ask the school&apos;s IT for the proxy&apos;s address.</source>
        <translation>Schoolbell cannot read proxy scripts (PAC). Ask the school&apos;s IT for the proxy&apos;s address.</translation>
    </message>
    <message>
        <source>Account or password is wrong</source>
        <translation>Account or password is wrong</translation>
    </message>
    <message>
        <source>Forgotten? The class teacher or the office can print a new slip.</source>
        <translation>Forgotten? The class teacher or the office can print a new slip.</translation>
    </message>
    <message>
        <source>Too many tries</source>
        <translation>Too many tries</translation>
    </message>
    <message>
        <source>Wait a little, then try again.</source>
        <translation>Wait a little, then try again.</translation>
    </message>
    <message>
        <source>You have been signed out</source>
        <translation>You have been signed out</translation>
    </message>
    <message>
        <source>Sign in again to go on. Nothing on this computer is lost.</source>
        <translation>Sign in again to go on. Nothing on this computer is lost.</translation>
    </message>
    <message>
        <source>Your sign-in has ended</source>
        <translation>Your sign-in has ended</translation>
    </message>
    <message>
        <source>You may not do this here</source>
        <translation>You may not do this here</translation>
    </message>
    <message>
        <source>Ask a teacher of this group if you need to.</source>
        <translation>Ask a teacher of this group if you need to.</translation>
    </message>
    <message>
        <source>It is not there any more</source>
        <translation>It is not there any more</translation>
    </message>
    <message>
        <source>It may have been removed.</source>
        <translation>It may have been removed.</translation>
    </message>
    <message>
        <source>This is too large to send</source>
        <translation>This is too large to send</translation>
    </message>
    <message>
        <source>Split it into smaller messages.</source>
        <translation>Split it into smaller messages.</translation>
    </message>
    <message>
        <source>The school&apos;s server refused this</source>
        <translation>The school&apos;s server refused this</translation>
    </message>
    <message>
        <source>Change it and try again, or delete it.</source>
        <translation>Change it and try again, or delete it.</translation>
    </message>
    <message>
        <source>The school&apos;s server has a problem</source>
        <translation>The school&apos;s server has a problem</translation>
    </message>
    <message>
        <source>Nothing is lost. Schoolbell tries again by itself.</source>
        <translation>Nothing is lost. Schoolbell tries again by itself.</translation>
    </message>
    <message>
        <source>The school&apos;s server has restarted</source>
        <translation>The school&apos;s server has restarted</translation>
    </message>
    <message>
        <source>Schoolbell is catching up by itself.</source>
        <translation>Schoolbell is catching up by itself.</translation>
    </message>
    <message>
        <source>This slip code is not right</source>
        <translation>This slip code is not right</translation>
    </message>
    <message>
        <source>A letter or digit differs from the slip. Check it and try again.</source>
        <translation>A letter or digit differs from the slip. Check it and try again.</translation>
    </message>
    <message>
        <source>This password is too easy to guess</source>
        <translation>This password is too easy to guess</translation>
    </message>
    <message>
        <source>Use at least 8 characters, letters and digits.</source>
        <translation>Use at least 8 characters, letters and digits.</translation>
    </message>
    <message>
        <source>This account now belongs to another school</source>
        <translation>This account now belongs to another school</translation>
    </message>
    <message>
        <source>Ask the school&apos;s office before you go on.</source>
        <translation>Ask the school&apos;s office before you go on.</translation>
    </message>
    <message>
        <source>This computer has no safe place for the sign-in</source>
        <translation>This computer has no safe place for the sign-in</translation>
    </message>
    <message>
        <source>You stay signed in until Schoolbell is closed.</source>
        <translation>You stay signed in until Schoolbell is closed.</translation>
    </message>
    <message>
        <source>The browser could not be opened</source>
        <translation>The browser could not be opened</translation>
    </message>
    <message>
        <source>Set a default browser on this computer, or use your password.</source>
        <translation>Set a default browser on this computer, or use your password.</translation>
    </message>
    <message>
        <source>The sign-in in the browser was not finished</source>
        <translation>The sign-in in the browser was not finished</translation>
    </message>
    <message>
        <source>Try again and finish it in the browser window.</source>
        <translation>Try again and finish it in the browser window.</translation>
    </message>
    <message>
        <source>The PIN is wrong</source>
        <translation>The PIN is wrong</translation>
    </message>
    <message>
        <source>Forgotten? Sign in with your password: nothing is lost.</source>
        <translation>Forgotten? Sign in with your password: nothing is lost.</translation>
    </message>
    <message>
        <source>Schoolbell is already open with this account</source>
        <translation>Schoolbell is already open with this account</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it first.</source>
        <translation>Use the window that is open, or close it first.</translation>
    </message>
    <message>
        <source>A newer Schoolbell has used this data</source>
        <translation>A newer Schoolbell has used this data</translation>
    </message>
    <message>
        <source>Update Schoolbell to open it.</source>
        <translation>Update Schoolbell to open it.</translation>
    </message>
    <message>
        <source>Data on this computer is damaged</source>
        <translation>Data on this computer is damaged</translation>
    </message>
    <message>
        <source>It has been kept. Ask the school&apos;s IT for help.</source>
        <translation>It has been kept. Ask the school&apos;s IT for help.</translation>
    </message>
    <message>
        <source>Messages kept here were damaged</source>
        <translation>Messages kept here were damaged</translation>
    </message>
    <message>
        <source>They are loaded again; nothing is lost.</source>
        <translation>They are loaded again; nothing is lost.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>The disk is full</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Free some space, then try again.</translation>
    </message>
    <message>
        <source>Schoolbell cannot write to its folder</source>
        <translation>Schoolbell cannot write to its folder</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions or ask the school&apos;s IT.</source>
        <translation>Check the folder&apos;s permissions or ask the school&apos;s IT.</translation>
    </message>
    <message>
        <source>Schoolbell is not set up correctly</source>
        <translation>Schoolbell is not set up correctly</translation>
    </message>
    <message>
        <source>Ask the school&apos;s IT for help.</source>
        <translation>Ask the school&apos;s IT for help.</translation>
    </message>
    <message>
        <source>The roster has mistakes</source>
        <translation>The roster has mistakes</translation>
    </message>
    <message>
        <source>Correct them and import it again.</source>
        <translation>Correct them and import it again.</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nothing was changed.</translation>
    </message>
    <message>
        <source>The file cannot be read any more</source>
        <translation>The file cannot be read any more</translation>
    </message>
    <message>
        <source>It was moved, deleted or unplugged. Put it back and try again.</source>
        <translation>It was moved, deleted or unplugged. Put it back and try again.</translation>
    </message>
    <message>
        <source>The file was changed after you chose it</source>
        <translation>The file was changed after you chose it</translation>
    </message>
    <message>
        <source>Delete this message and choose the file again.</source>
        <translation>Delete this message and choose the file again.</translation>
    </message>
    <message>
        <source>This file is not what its sender announced</source>
        <translation>This file is not what its sender announced</translation>
    </message>
    <message>
        <source>It was not opened. Ask for it to be sent again.</source>
        <translation>It was not opened. Ask for it to be sent again.</translation>
    </message>
    <message>
        <source>This file is too large for the school&apos;s server</source>
        <translation>This file is too large for the school&apos;s server</translation>
    </message>
    <message>
        <source>Make it smaller or split it, then send it again.</source>
        <translation>Make it smaller or split it, then send it again.</translation>
    </message>
    <message>
        <source>Nothing can be saved in this folder</source>
        <translation>Nothing can be saved in this folder</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Choose another folder.</translation>
    </message>
    <message>
        <source>There is no microphone on this computer</source>
        <translation>There is no microphone on this computer</translation>
    </message>
    <message>
        <source>Plug one in, then try again.</source>
        <translation>Plug one in, then try again.</translation>
    </message>
    <message>
        <source>Schoolbell may not use the microphone</source>
        <translation>Schoolbell may not use the microphone</translation>
    </message>
    <message>
        <source>Allow it in this computer&apos;s privacy settings, or close the program that uses it.</source>
        <translation>Allow it in this computer&apos;s privacy settings, or close the program that uses it.</translation>
    </message>
    <message>
        <source>Nothing could be recorded</source>
        <translation>Nothing could be recorded</translation>
    </message>
    <message>
        <source>Check the microphone, then try again.</source>
        <translation>Check the microphone, then try again.</translation>
    </message>
    <message>
        <source>There is no loudspeaker on this computer</source>
        <translation>There is no loudspeaker on this computer</translation>
    </message>
    <message>
        <source>Plug in headphones or a loudspeaker, then try again.</source>
        <translation>Plug in headphones or a loudspeaker, then try again.</translation>
    </message>
    <message>
        <source>This cannot be played</source>
        <translation>This cannot be played</translation>
    </message>
    <message>
        <source>It is damaged, or no sound at all. Ask for it to be sent again.</source>
        <translation>It is damaged, or no sound at all. Ask for it to be sent again.</translation>
    </message>
    <message>
        <source>Who may write here was not changed</source>
        <translation>Who may write here was not changed</translation>
    </message>
    <message>
        <source>Somebody may have changed your rights or this person&apos;s. Look again, then try once more.</source>
        <translation>Somebody may have changed your rights or this person&apos;s. Look again, then try once more.</translation>
    </message>
    <message>
        <source>Only files can be sent</source>
        <translation>Only files can be sent</translation>
    </message>
    <message>
        <source>Put a folder into one archive file first, then send that.</source>
        <translation>Put a folder into one archive file first, then send that.</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>Something went wrong</translation>
    </message>
    <message>
        <source>Try again. If it stays so, tell the school&apos;s IT.</source>
        <translation>Try again. If it stays so, tell the school&apos;s IT.</translation>
    </message>
    <message>
        <source>Take one out first.</source>
        <translation>Take one out first.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) at once</source>
        <translation>
            <numerusform>At most %n file at once</numerusform>
            <numerusform>At most %n files at once</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You can try again in %n second(s).</source>
        <translation>
            <numerusform>You can try again in %n second.</numerusform>
            <numerusform>You can try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FollowPage</name>
    <message>
        <source>Export as a spreadsheet</source>
        <translation>Export as a spreadsheet</translation>
    </message>
    <message>
        <source>More</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Name or initials</source>
        <translation>Name or initials</translation>
    </message>
    <message>
        <source>Search households</source>
        <translation>Search households</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>Student</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>Who has confirmed</source>
        <translation>Who has confirmed</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message numerus="yes">
        <source>%n copies were refused: see the outbox in Messages.</source>
        <translation>
            <numerusform>%n copy was refused: see the outbox in Messages.</numerusform>
            <numerusform>%n copies were refused: see the outbox in Messages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies are still on their way; they go out by themselves.</source>
        <translation>
            <numerusform>%n copy is still on its way; it goes out by itself.</numerusform>
            <numerusform>%n copies are still on their way; they go out by themselves.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent {time}</source>
        <translation>Sent {time}</translation>
    </message>
    <message>
        <source>reminded every {pause}, {left}</source>
        <translation>reminded every {pause}, {left}</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message>
        <source>with a signature</source>
        <translation>with a signature</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>until {time}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>Family</translation>
    </message>
    <message>
        <source>Family ({who})</source>
        <translation>Family ({who})</translation>
    </message>
    <message>
        <source>Not finished {count}</source>
        <translation>Not finished {count}</translation>
    </message>
    <message>
        <source>Read, not confirmed {count}</source>
        <translation>Read, not confirmed {count}</translation>
    </message>
    <message>
        <source>Unread {count}</source>
        <translation>Unread {count}</translation>
    </message>
    <message>
        <source>Not signed in {count}</source>
        <translation>Not signed in {count}</translation>
    </message>
    <message>
        <source>Confirmed {count}</source>
        <translation>Confirmed {count}</translation>
    </message>
    <message>
        <source>Read {count}</source>
        <translation>Read {count}</translation>
    </message>
    <message>
        <source>Counting who has confirmed</source>
        <translation>Counting who has confirmed</translation>
    </message>
    <message>
        <source>Nobody is called so</source>
        <translation>Nobody is called so</translation>
    </message>
    <message>
        <source>Try a part of the name.</source>
        <translation>Try a part of the name.</translation>
    </message>
    <message>
        <source>It is not known yet who has confirmed</source>
        <translation>It is not known yet who has confirmed</translation>
    </message>
    <message>
        <source>It comes with the connection.</source>
        <translation>It comes with the connection.</translation>
    </message>
    <message>
        <source>Everybody has confirmed</source>
        <translation>Everybody has confirmed</translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation>Nobody here</translation>
    </message>
    <message>
        <source>Choose another filter.</source>
        <translation>Choose another filter.</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>Show less</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>Take this DING back?</source>
        <translation>Take this DING back?</translation>
    </message>
    <message>
        <source>Its pop-ups close everywhere, and phones read that it does not stand any more. Who has read it has read it.</source>
        <translation>Its pop-ups close everywhere, and phones read that it does not stand any more. Who has read it has read it.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Keep it</translation>
    </message>
    <message>
        <source>Export who has confirmed</source>
        <translation>Export who has confirmed</translation>
    </message>
    <message>
        <source>Spreadsheet (*.xlsx)</source>
        <translation>Spreadsheet (*.xlsx)</translation>
    </message>
    <message>
        <source>ding.xlsx</source>
        <translation>ding.xlsx</translation>
    </message>
</context>
<context>
    <name>FollowSummary</name>
    <message>
        <source>Confirmed</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Read, not confirmed</source>
        <translation>Read, not confirmed</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Unread</translation>
    </message>
    <message>
        <source>{unit} · {percent} %</source>
        <translation>{unit} · {percent} %</translation>
    </message>
    <message>
        <source>{count} of {total} confirmed</source>
        <translation>{count} of {total} confirmed</translation>
    </message>
    <message numerus="yes">
        <source>Remind %n families</source>
        <translation>
            <numerusform>Remind %n family</numerusform>
            <numerusform>Remind %n families</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remind %n people</source>
        <translation>
            <numerusform>Remind %n person</numerusform>
            <numerusform>Remind %n people</numerusform>
        </translation>
    </message>
    <message>
        <source>Withdrawn: nobody is asked any more</source>
        <translation>Withdrawn: nobody is asked any more</translation>
    </message>
    <message>
        <source>Everybody has confirmed</source>
        <translation>Everybody has confirmed</translation>
    </message>
    <message>
        <source>Reminded {time}; again 5 minutes later</source>
        <translation>Reminded {time}; again 5 minutes later</translation>
    </message>
    <message>
        <source>Sent just now; possible after 5 minutes</source>
        <translation>Sent just now; possible after 5 minutes</translation>
    </message>
    <message>
        <source>Last reminded {time}</source>
        <translation>Last reminded {time}</translation>
    </message>
</context>
<context>
    <name>FollowText</name>
    <message>
        <source>Confirmed</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Read</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Unread</translation>
    </message>
</context>
<context>
    <name>FollowUnits</name>
    <message numerus="yes">
        <source>families</source>
        <translation>
            <numerusform>family</numerusform>
            <numerusform>families</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>people</source>
        <translation>
            <numerusform>person</numerusform>
            <numerusform>people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FollowView</name>
    <message>
        <source>Write to them</source>
        <translation>Write to them</translation>
    </message>
    <message>
        <source>DING this family alone</source>
        <translation>DING this family alone</translation>
    </message>
</context>
<context>
    <name>GuardCard</name>
    <message numerus="yes">
        <source>These families have %n DING(s) today already</source>
        <translation>
            <numerusform>These families have %n DING today already</numerusform>
            <numerusform>These families have %n DINGs today already</numerusform>
        </translation>
    </message>
    <message>
        <source>If it can wait, it is seen better at another time.</source>
        <translation>If it can wait, it is seen better at another time.</translation>
    </message>
    <message>
        <source>It is the school&apos;s quiet time</source>
        <translation>It is the school&apos;s quiet time</translation>
    </message>
    <message>
        <source>The pop-up and its sound would come now, at this hour.</source>
        <translation>The pop-up and its sound would come now, at this hour.</translation>
    </message>
    <message>
        <source>Send it {time}</source>
        <translation>Send it {time}</translation>
    </message>
    <message>
        <source>Send now anyway</source>
        <translation>Send now anyway</translation>
    </message>
</context>
<context>
    <name>InvitationRow</name>
    <message>
        <source>Accept</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>Decline</translation>
    </message>
    <message>
        <source>{name} invites you to the chat “{room}”</source>
        <translation>{name} invites you to the chat “{room}”</translation>
    </message>
    <message>
        <source>{name} would like to chat with you</source>
        <translation>{name} would like to chat with you</translation>
    </message>
    <message>
        <source>Not on your school&apos;s roster. Account: {address}</source>
        <translation>Not on your school&apos;s roster. Account: {address}</translation>
    </message>
    <message numerus="yes">
        <source>%n more invitation(s)</source>
        <translation>
            <numerusform>%n more invitation</numerusform>
            <numerusform>%n more invitations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ItemText</name>
    <message>
        <source>Student</source>
        <translation>Student</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>Guardian</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>Teacher</translation>
    </message>
    <message>
        <source>Class teacher</source>
        <translation>Class teacher</translation>
    </message>
    <message>
        <source>Principal</source>
        <translation>Principal</translation>
    </message>
    <message>
        <source>School office</source>
        <translation>School office</translation>
    </message>
    <message>
        <source>Education bureau</source>
        <translation>Education bureau</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Voice message</translation>
    </message>
    <message>
        <source>Message recalled</source>
        <translation>Message recalled</translation>
    </message>
    <message>
        <source>Encrypted message, cannot be read here</source>
        <translation>Encrypted message, cannot be read here</translation>
    </message>
    <message>
        <source>Message that cannot be shown here</source>
        <translation>Message that cannot be shown here</translation>
    </message>
    <message numerus="yes">
        <source>at least %n unread</source>
        <translation>
            <numerusform>at least %n unread</numerusform>
            <numerusform>at least %n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>mentions you</source>
        <translation>mentions you</translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>%n not sent</numerusform>
            <numerusform>%n not sent</numerusform>
        </translation>
    </message>
    <message>
        <source>muted</source>
        <translation>muted</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>draft</translation>
    </message>
    <message>
        <source>waiting to be sent</source>
        <translation>waiting to be sent</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>read by all</source>
        <translation>read by all</translation>
    </message>
    <message>
        <source>{people} joined</source>
        <translation>{people} joined</translation>
    </message>
    <message>
        <source>{people} left</source>
        <translation>{people} left</translation>
    </message>
    <message>
        <source>{name} invited {other}</source>
        <translation>{name} invited {other}</translation>
    </message>
    <message>
        <source>{name} removed {other}</source>
        <translation>{name} removed {other}</translation>
    </message>
    <message>
        <source>{name} removed {other} for good</source>
        <translation>{name} removed {other} for good</translation>
    </message>
    <message>
        <source>{name} renamed the group to {other}</source>
        <translation>{name} renamed the group to {other}</translation>
    </message>
    <message>
        <source>{name} changed the description</source>
        <translation>{name} changed the description</translation>
    </message>
    <message>
        <source>{name} changed the picture</source>
        <translation>{name} changed the picture</translation>
    </message>
    <message>
        <source>{name} created the group</source>
        <translation>{name} created the group</translation>
    </message>
    <message>
        <source>{name} turned on encryption</source>
        <translation>{name} turned on encryption</translation>
    </message>
    <message>
        <source>{name} changed the group</source>
        <translation>{name} changed the group</translation>
    </message>
    <message>
        <source>New messages below</source>
        <translation>New messages below</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded</source>
        <translation>Earlier messages could not be loaded</translation>
    </message>
    <message>
        <source>Loading earlier messages</source>
        <translation>Loading earlier messages</translation>
    </message>
    <message>
        <source>in reply to {name}</source>
        <translation>in reply to {name}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>edited</translation>
    </message>
</context>
<context>
    <name>JumpPill</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>To the newest</translation>
    </message>
</context>
<context>
    <name>LinkPopover</name>
    <message>
        <source>Address of the link</source>
        <translation>Address of the link</translation>
    </message>
    <message>
        <source>Add the link</source>
        <translation>Add the link</translation>
    </message>
    <message>
        <source>No link</source>
        <translation>No link</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>a chat</source>
        <translation>a chat</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>Open a link</translation>
    </message>
    <message>
        <source>A link wants to open “{name}”</source>
        <translation>A link wants to open “{name}”</translation>
    </message>
    <message>
        <source>Open it if you expected this. Nothing is sent.</source>
        <translation>Open it if you expected this. Nothing is sent.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
    <message>
        <source>You have no chat with {name}</source>
        <translation>You have no chat with {name}</translation>
    </message>
    <message>
        <source>A link wanted to open it. You can find people of your school with Ctrl+K.</source>
        <translation>A link wanted to open it. You can find people of your school with Ctrl+K.</translation>
    </message>
    <message>
        <source>You are not in the chat that a link wants to open</source>
        <translation>You are not in the chat that a link wants to open</translation>
    </message>
    <message>
        <source>Perhaps it is for another account. Ask whoever sent the link, or your school.</source>
        <translation>Perhaps it is for another account. Ask whoever sent the link, or your school.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>ListColumn</name>
    <message>
        <source>DING</source>
        <comment>the pane of urgent messages</comment>
        <translation>DING</translation>
    </message>
    <message>
        <source>Search and filter (Ctrl+F)</source>
        <translation>Search and filter (Ctrl+F)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>New</translation>
    </message>
    <message>
        <source>New DING</source>
        <translation>New DING</translation>
    </message>
    <message>
        <source>New DING (Ctrl+N)</source>
        <translation>New DING (Ctrl+N)</translation>
    </message>
    <message>
        <source>Which DINGs</source>
        <translation>Which DINGs</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Search these DINGs</source>
        <translation>Search these DINGs</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>Show only</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Scheduled</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Waiting for me</source>
        <translation>Waiting for me</translation>
    </message>
    <message>
        <source>With a deadline</source>
        <translation>With a deadline</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Not finished</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Finished</translation>
    </message>
    <message>
        <source>Your DINGs are on their way</source>
        <translation>Your DINGs are on their way</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>Nothing fits</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>No DING for you</source>
        <translation>No DING for you</translation>
    </message>
    <message>
        <source>New ones pop up, and they appear here.</source>
        <translation>New ones pop up, and they appear here.</translation>
    </message>
    <message>
        <source>Nothing sent yet</source>
        <translation>Nothing sent yet</translation>
    </message>
    <message>
        <source>A DING stays on the screen until it is confirmed.</source>
        <translation>A DING stays on the screen until it is confirmed.</translation>
    </message>
    <message>
        <source>Nothing scheduled</source>
        <translation>Nothing scheduled</translation>
    </message>
    <message>
        <source>Choose a time when you write a DING.</source>
        <translation>Choose a time when you write a DING.</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Schoolbell is locked</source>
        <translation>Schoolbell is locked</translation>
    </message>
    <message>
        <source>Enter the PIN to go on.</source>
        <translation>Enter the PIN to go on.</translation>
    </message>
    <message>
        <source>Enter your account and its PIN.</source>
        <translation>Enter your account and its PIN.</translation>
    </message>
    <message>
        <source>Account (staff number, student number)</source>
        <translation>Account (staff number, student number)</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Another account</source>
        <translation>Another account</translation>
    </message>
    <message>
        <source>Forgot the PIN? Sign in with the password</source>
        <translation>Forgot the PIN? Sign in with the password</translation>
    </message>
    <message>
        <source>Account or PIN is wrong</source>
        <translation>Account or PIN is wrong</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>Unlocking …</source>
        <translation>Unlocking …</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>Try again in {time}</translation>
    </message>
</context>
<context>
    <name>LockSection</name>
    <message>
        <source>Lock</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>For a computer that several people share: a PIN locks this account&apos;s window. It does not encrypt the disk.</source>
        <translation>For a computer that several people share: a PIN locks this account&apos;s window. It does not encrypt the disk.</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>Set a PIN</translation>
    </message>
    <message>
        <source>Lock now (Ctrl+L)</source>
        <translation>Lock now (Ctrl+L)</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Change the PIN</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>Remove the PIN</translation>
    </message>
    <message>
        <source>Lock by itself when nobody touches it</source>
        <translation>Lock by itself when nobody touches it</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Never</translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>After %n minute</numerusform>
            <numerusform>After %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Locking</name>
    <message>
        <source>Set a PIN</source>
        <translation>Set a PIN</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Change the PIN</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>Remove the PIN</translation>
    </message>
    <message>
        <source>4 to 12 digits. Forgotten, it is replaced by signing in with the password.</source>
        <translation>4 to 12 digits. Forgotten, it is replaced by signing in with the password.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>PIN of {name}</source>
        <translation>PIN of {name}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
</context>
<context>
    <name>Logo</name>
    <message>
        <source>Schoolbell</source>
        <translation>Schoolbell</translation>
    </message>
</context>
<context>
    <name>LookingBack</name>
    <message>
        <source>Looking for it …</source>
        <translation>Looking for it …</translation>
    </message>
    <message>
        <source>MMMM d, yyyy</source>
        <comment>date format inside a sentence</comment>
        <translation>MMMM d, yyyy</translation>
    </message>
    <message>
        <source>That cannot be loaded now. These are the nearest messages on this computer.</source>
        <translation>That cannot be loaded now. These are the nearest messages on this computer.</translation>
    </message>
    <message>
        <source>Nobody wrote that day. The next message is from {day}.</source>
        <translation>Nobody wrote that day. The next message is from {day}.</translation>
    </message>
    <message>
        <source>Nobody has written since. The last message is from {day}.</source>
        <translation>Nobody has written since. The last message is from {day}.</translation>
    </message>
    <message>
        <source>Nobody has written since. These are the newest messages.</source>
        <translation>Nobody has written since. These are the newest messages.</translation>
    </message>
</context>
<context>
    <name>Me</name>
    <message>
        <source>connected</source>
        <translation>connected</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>not connected</translation>
    </message>
    <message>
        <source>{name}, {state}</source>
        <translation>{name}, {state}</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Accounts</translation>
    </message>
</context>
<context>
    <name>MediaStorage</name>
    <message>
        <source>Pictures and files that were opened are kept here, so that they open at once.</source>
        <translation>Pictures and files that were opened are kept here, so that they open at once.</translation>
    </message>
    <message>
        <source>Pictures and files take {size} here. The school&apos;s server has them: cleared ones are loaded again when they are opened.</source>
        <translation>Pictures and files take {size} here. The school&apos;s server has them: cleared ones are loaded again when they are opened.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>Clear downloaded pictures and files</source>
        <translation>Clear downloaded pictures and files</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>Members</source>
        <translation>Members</translation>
    </message>
    <message>
        <source>Search members</source>
        <translation>Search members</translation>
    </message>
    <message>
        <source>Fetching the members</source>
        <translation>Fetching the members</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Nobody found</translation>
    </message>
    <message>
        <source>Try a shorter name.</source>
        <translation>Try a shorter name.</translation>
    </message>
</context>
<context>
    <name>MentionPopup</name>
    <message>
        <source>People you can mention</source>
        <translation>People you can mention</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>Copy selection</source>
        <translation>Copy selection</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Retry</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Reply</translation>
    </message>
    <message>
        <source>React</source>
        <translation>React</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Edit</translation>
    </message>
    <message>
        <source>Who has read it</source>
        <translation>Who has read it</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Recall</translation>
    </message>
</context>
<context>
    <name>MessagesPane</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Choose a conversation</source>
        <translation>Choose a conversation</translation>
    </message>
    <message>
        <source>Or search for a group or a person with Ctrl+K.</source>
        <translation>Or search for a group or a person with Ctrl+K.</translation>
    </message>
    <message>
        <source>Your groups are on their way</source>
        <translation>Your groups are on their way</translation>
    </message>
    <message>
        <source>They appear as soon as the school answers.</source>
        <translation>They appear as soon as the school answers.</translation>
    </message>
    <message>
        <source>No groups yet</source>
        <translation>No groups yet</translation>
    </message>
    <message>
        <source>The school adds you to your groups.</source>
        <translation>The school adds you to your groups.</translation>
    </message>
    <message>
        <source>Sign in again to write</source>
        <translation>Sign in again to write</translation>
    </message>
    <message>
        <source>This room is end-to-end encrypted; Schoolbell cannot write here</source>
        <translation>This room is end-to-end encrypted; Schoolbell cannot write here</translation>
    </message>
    <message>
        <source>Only teachers may write here</source>
        <translation>Only teachers may write here</translation>
    </message>
</context>
<context>
    <name>MomentField</name>
    <message>
        <source>ddd d MMMM</source>
        <comment>date format of a day with its weekday</comment>
        <translation>ddd d MMMM</translation>
    </message>
    <message>
        <source>Day: {day}</source>
        <translation>Day: {day}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Time</translation>
    </message>
</context>
<context>
    <name>Month</name>
    <message>
        <source>Days</source>
        <translation>Days</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Month before</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Next month</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <comment>date format of a month&apos;s title</comment>
        <translation>MMMM yyyy</translation>
    </message>
    <message>
        <source>dddd, MMMM d, yyyy</source>
        <comment>date format of a day that is spoken</comment>
        <translation>dddd, MMMM d, yyyy</translation>
    </message>
</context>
<context>
    <name>MuteWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>tomorrow {time}</source>
        <translation>tomorrow {time}</translation>
    </message>
    <message>
        <source>MMM d</source>
        <comment>a date of Qt</comment>
        <translation>MMM d</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>Muted</translation>
    </message>
    <message>
        <source>Muted until {time}</source>
        <translation>Muted until {time}</translation>
    </message>
    <message>
        <source>You are muted until a teacher lifts it</source>
        <translation>You are muted until a teacher lifts it</translation>
    </message>
    <message>
        <source>You are muted until {time}</source>
        <translation>You are muted until {time}</translation>
    </message>
    <message>
        <source>All are muted: only teachers may write for now</source>
        <translation>All are muted: only teachers may write for now</translation>
    </message>
    <message>
        <source>{name} muted {other} for {length}</source>
        <translation>{name} muted {other} for {length}</translation>
    </message>
    <message>
        <source>{name} muted {other} until {time}</source>
        <translation>{name} muted {other} until {time}</translation>
    </message>
    <message>
        <source>{name} muted {other}</source>
        <translation>{name} muted {other}</translation>
    </message>
    <message>
        <source>{name} lets {other} write again</source>
        <translation>{name} lets {other} write again</translation>
    </message>
    <message>
        <source>{name} muted all: only teachers may write</source>
        <translation>{name} muted all: only teachers may write</translation>
    </message>
    <message>
        <source>{name} lets all write again</source>
        <translation>{name} lets all write again</translation>
    </message>
</context>
<context>
    <name>MutingEntrances</name>
    <message>
        <source>Change mute …</source>
        <translation>Change mute …</translation>
    </message>
    <message>
        <source>Mute …</source>
        <translation>Mute …</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Unmute</translation>
    </message>
    <message>
        <source>Until tomorrow 7:00</source>
        <translation>Until tomorrow 7:00</translation>
    </message>
    <message>
        <source>Until somebody lifts it</source>
        <translation>Until somebody lifts it</translation>
    </message>
    <message>
        <source>Allow all to write</source>
        <translation>Allow all to write</translation>
    </message>
    <message>
        <source>Mute all</source>
        <translation>Mute all</translation>
    </message>
    <message>
        <source>Only teachers write then; everybody can still confirm and react</source>
        <translation>Only teachers write then; everybody can still confirm and react</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>{name} is muted until {time}</source>
        <translation>{name} is muted until {time}</translation>
    </message>
    <message>
        <source>{name} is muted</source>
        <translation>{name} is muted</translation>
    </message>
    <message>
        <source>{name} may write again</source>
        <translation>{name} may write again</translation>
    </message>
    <message>
        <source>All are muted: only teachers write now</source>
        <translation>All are muted: only teachers write now</translation>
    </message>
    <message>
        <source>All may write again</source>
        <translation>All may write again</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>This computer must be on then</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>School notice</source>
        <translation>School notice</translation>
    </message>
    <message>
        <source>Notice of the bureau</source>
        <translation>Notice of the bureau</translation>
    </message>
    <message>
        <source>Class notice</source>
        <translation>Class notice</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>to be signed</source>
        <translation>to be signed</translation>
    </message>
    <message>
        <source>to be confirmed</source>
        <translation>to be confirmed</translation>
    </message>
    <message>
        <source>ddd, MMM d</source>
        <comment>date format of a deadline</comment>
        <translation>ddd, MMM d</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>until {time}</translation>
    </message>
    <message>
        <source>You signed {time}</source>
        <translation>You signed {time}</translation>
    </message>
    <message>
        <source>You confirmed {time}</source>
        <translation>You confirmed {time}</translation>
    </message>
    <message>
        <source>{name} signed {time}</source>
        <translation>{name} signed {time}</translation>
    </message>
    <message>
        <source>{name} confirmed {time}</source>
        <translation>{name} confirmed {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n signed</source>
        <translation>
            <numerusform>%n signed</numerusform>
            <numerusform>%n signed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>%n confirmed</numerusform>
            <numerusform>%n confirmed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n read</source>
        <translation>
            <numerusform>%n read</numerusform>
            <numerusform>%n read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only read</source>
        <comment>read, not signed</comment>
        <translation>
            <numerusform>%n only read</numerusform>
            <numerusform>%n only read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only read</source>
        <comment>read, not confirmed</comment>
        <translation>
            <numerusform>%n only read</numerusform>
            <numerusform>%n only read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not signed</source>
        <comment>families</comment>
        <translation>
            <numerusform>DING the %n who has not signed</numerusform>
            <numerusform>DING the %n who have not signed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not signed</source>
        <comment>people</comment>
        <translation>
            <numerusform>DING the %n who has not signed</numerusform>
            <numerusform>DING the %n who have not signed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not confirmed</source>
        <comment>families</comment>
        <translation>
            <numerusform>DING the %n who has not confirmed</numerusform>
            <numerusform>DING the %n who have not confirmed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not confirmed</source>
        <comment>people</comment>
        <translation>
            <numerusform>DING the %n who has not confirmed</numerusform>
            <numerusform>DING the %n who have not confirmed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not read it</source>
        <comment>families</comment>
        <translation>
            <numerusform>DING the %n who has not read it</numerusform>
            <numerusform>DING the %n who have not read it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not read it</source>
        <comment>people</comment>
        <translation>
            <numerusform>DING the %n who has not read it</numerusform>
            <numerusform>DING the %n who have not read it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n family</numerusform>
            <numerusform>%n families</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in all</source>
        <comment>households or people</comment>
        <translation>
            <numerusform>%n in all</numerusform>
            <numerusform>%n in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{here} of %n schools</source>
        <translation>
            <numerusform>{here} of %n school</numerusform>
            <numerusform>{here} of %n schools</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{here} of %n classes</source>
        <translation>
            <numerusform>{here} of %n class</numerusform>
            <numerusform>{here} of %n classes</numerusform>
        </translation>
    </message>
    <message>
        <source>Who signed</source>
        <translation>Who signed</translation>
    </message>
    <message>
        <source>Who confirmed</source>
        <translation>Who confirmed</translation>
    </message>
    <message>
        <source>Who read it</source>
        <translation>Who read it</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Retry</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>One guardian of each family signs</source>
        <translation>One guardian of each family signs</translation>
    </message>
    <message>
        <source>One guardian of each family confirms</source>
        <translation>One guardian of each family confirms</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>changed</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of classes</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>also sent to {names}</source>
        <translation>also sent to {names}</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a spoken notice</comment>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>NoticeBinding</name>
    <message>
        <source>Write a notice to classes</source>
        <translation>Write a notice to classes</translation>
    </message>
    <message>
        <source>It was sent already; it can still be withdrawn</source>
        <translation>It was sent already; it can still be withdrawn</translation>
    </message>
    <message>
        <source>The list was saved</source>
        <translation>The list was saved</translation>
    </message>
</context>
<context>
    <name>NoticeComposePage</name>
    <message>
        <source>New notice</source>
        <translation>New notice</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>Send to</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Families</source>
        <translation>Families</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>When</source>
        <translation>When</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>What it is about</translation>
    </message>
    <message>
        <source>What families are asked for</source>
        <translation>What families are asked for</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>Read it</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>Keep it on top until the deadline</source>
        <translation>Keep it on top until the deadline</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>At a time</translation>
    </message>
    <message>
        <source>Previous notices</source>
        <translation>Previous notices</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>picture</translation>
    </message>
    <message>
        <source>When it is sent</source>
        <translation>When it is sent</translation>
    </message>
    <message>
        <source>Delete this draft</source>
        <translation>Delete this draft</translation>
    </message>
    <message>
        <source>Close; the draft is kept</source>
        <translation>Close; the draft is kept</translation>
    </message>
    <message>
        <source>What families see</source>
        <translation>What families see</translation>
    </message>
    <message>
        <source>Change the notice</source>
        <translation>Change the notice</translation>
    </message>
    <message>
        <source>Draft saved {time}</source>
        <translation>Draft saved {time}</translation>
    </message>
    <message>
        <source>One guardian of each family answers</source>
        <translation>One guardian of each family answers</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>This computer must be on then</translation>
    </message>
</context>
<context>
    <name>NoticeEditor</name>
    <message>
        <source>Bold (Ctrl+B)</source>
        <translation>Bold (Ctrl+B)</translation>
    </message>
    <message>
        <source>List with dots</source>
        <translation>List with dots</translation>
    </message>
    <message>
        <source>Numbered list</source>
        <translation>Numbered list</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>Attach pictures</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Attach files</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>Record a voice note</translation>
    </message>
    <message>
        <source>Text of the notice</source>
        <translation>Text of the notice</translation>
    </message>
    <message>
        <source>What families should know</source>
        <translation>What families should know</translation>
    </message>
    <message numerus="yes">
        <source>about %n characters too many</source>
        <translation>
            <numerusform>about %n character too many</numerusform>
            <numerusform>about %n characters too many</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticeFollowPage</name>
    <message>
        <source>Notice</source>
        <translation>Notice</translation>
    </message>
    <message>
        <source>More</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Families by class</source>
        <translation>Families by class</translation>
    </message>
    <message>
        <source>open</source>
        <translation>open</translation>
    </message>
    <message>
        <source>done</source>
        <translation>done</translation>
    </message>
    <message>
        <source>all</source>
        <translation>all</translation>
    </message>
    <message>
        <source>Export as a spreadsheet …</source>
        <translation>Export as a spreadsheet …</translation>
    </message>
    <message>
        <source>Change the text …</source>
        <translation>Change the text …</translation>
    </message>
    <message>
        <source>Withdraw …</source>
        <translation>Withdraw …</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Withdraw this notice?</source>
        <translation>Withdraw this notice?</translation>
    </message>
    <message>
        <source>Every class sees that it does not stand any more. This cannot be undone.</source>
        <translation>Every class sees that it does not stand any more. This cannot be undone.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Keep it</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Withdraw</translation>
    </message>
</context>
<context>
    <name>NoticeStrip</name>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}. {advice}</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Whole school</source>
        <translation>Whole school</translation>
    </message>
    <message>
        <source>{school}: office and principal</source>
        <translation>{school}: office and principal</translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n family</numerusform>
            <numerusform>%n families</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n schools</source>
        <translation>
            <numerusform>%n school</numerusform>
            <numerusform>%n schools</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>You may not write to {names}</source>
        <translation>You may not write to {names}</translation>
    </message>
    <message numerus="yes">
        <source>%n with children in several of the classes get it once</source>
        <comment>families</comment>
        <translation>
            <numerusform>%n with children in several of the classes gets it once</numerusform>
            <numerusform>%n with children in several of the classes get it once</numerusform>
        </translation>
    </message>
    <message>
        <source>It can be taken back within 10 seconds.</source>
        <translation>It can be taken back within 10 seconds.</translation>
    </message>
    <message>
        <source>{classes} and {families}.</source>
        <translation>{classes} and {families}.</translation>
    </message>
    <message>
        <source>A voice note is being recorded</source>
        <translation>A voice note is being recorded</translation>
    </message>
    <message numerus="yes">
        <source>To %n schools.</source>
        <translation>
            <numerusform>To %n school.</numerusform>
            <numerusform>To %n schools.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To %n classes</source>
        <translation>
            <numerusform>To %n class</numerusform>
            <numerusform>To %n classes</numerusform>
        </translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <comment>two sentences</comment>
        <translation>{first} {second}</translation>
    </message>
    <message>
        <source>It is not scheduled any more. It is a draft until you send it again.</source>
        <translation>It is not scheduled any more. It is a draft until you send it again.</translation>
    </message>
    <message>
        <source>Choose at least one class</source>
        <translation>Choose at least one class</translation>
    </message>
    <message>
        <source>A title is missing</source>
        <translation>A title is missing</translation>
    </message>
    <message>
        <source>Write something or attach a file</source>
        <translation>Write something or attach a file</translation>
    </message>
    <message>
        <source>The text is too long</source>
        <translation>The text is too long</translation>
    </message>
    <message>
        <source>The time to send is over</source>
        <translation>The time to send is over</translation>
    </message>
    <message>
        <source>It was withdrawn: it cannot be changed any more</source>
        <translation>It was withdrawn: it cannot be changed any more</translation>
    </message>
    <message>
        <source>You may not write to any of these</source>
        <translation>You may not write to any of these</translation>
    </message>
</context>
<context>
    <name>NotificationSection</name>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>Show notifications</source>
        <translation>Show notifications</translation>
    </message>
    <message>
        <source>Show what was written</source>
        <translation>Show what was written</translation>
    </message>
    <message>
        <source>Play a sound</source>
        <translation>Play a sound</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Quiet hours</translation>
    </message>
    <message>
        <source>from</source>
        <comment>quiet hours from 22:00</comment>
        <translation>from</translation>
    </message>
    <message>
        <source>to</source>
        <comment>quiet hours to 07:00</comment>
        <translation>to</translation>
    </message>
    <message>
        <source>Quiet hours begin</source>
        <translation>Quiet hours begin</translation>
    </message>
    <message>
        <source>Quiet hours end</source>
        <translation>Quiet hours end</translation>
    </message>
    <message>
        <source>In quiet hours, yours and the school&apos;s, messages are only counted; afterwards you are told once for each chat. DINGs and classes are not held back. How much you are told of a chat is chosen in its menu, and counts on your phone too.</source>
        <translation>In quiet hours, yours and the school&apos;s, messages are only counted; afterwards you are told once for each chat. DINGs and classes are not held back. How much you are told of a chat is chosen in its menu, and counts on your phone too.</translation>
    </message>
</context>
<context>
    <name>Notifying</name>
    <message>
        <source>Schoolbell</source>
        <translation>Schoolbell</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s) in {chats}</source>
        <comment>{chats}: 7 chats</comment>
        <translation>
            <numerusform>%n new message in {chats}</numerusform>
            <numerusform>%n new messages in {chats}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s)</source>
        <comment>inside: 12 new messages in 7 chats</comment>
        <translation>
            <numerusform>%n chat</numerusform>
            <numerusform>%n chats</numerusform>
        </translation>
    </message>
    <message>
        <source>{text}, you are mentioned</source>
        <translation>{text}, you are mentioned</translation>
    </message>
    <message>
        <source>[@ you] {text}</source>
        <translation>[@ you] {text}</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <comment>who said what</comment>
        <translation>{name}: {text}</translation>
    </message>
    <message>
        <source>[Picture] {text}</source>
        <translation>[Picture] {text}</translation>
    </message>
    <message>
        <source>[File] {text}</source>
        <translation>[File] {text}</translation>
    </message>
    <message>
        <source>[Voice message] {text}</source>
        <translation>[Voice message] {text}</translation>
    </message>
    <message>
        <source>A message that cannot be shown here</source>
        <translation>A message that cannot be shown here</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>New message</translation>
    </message>
</context>
<context>
    <name>OfflineStrip</name>
    <message>
        <source>Not everything was sent</source>
        <translation>Not everything was sent</translation>
    </message>
    <message numerus="yes">
        <source>Offline · %n waiting</source>
        <translation>
            <numerusform>Offline · %n waiting</numerusform>
            <numerusform>Offline · %n waiting</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Outbox</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Who counts</source>
        <translation>Who counts</translation>
    </message>
    <message>
        <source>Goes out</source>
        <translation>Goes out</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Remind</source>
        <translation>Remind</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Deadline</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>Ways</translation>
    </message>
    <message>
        <source>By a press</source>
        <translation>By a press</translation>
    </message>
    <message>
        <source>By signature</source>
        <translation>By signature</translation>
    </message>
    <message>
        <source>How it is confirmed</source>
        <translation>How it is confirmed</translation>
    </message>
    <message>
        <source>One guardian per family</source>
        <translation>One guardian per family</translation>
    </message>
    <message>
        <source>The student</source>
        <translation>The student</translation>
    </message>
    <message>
        <source>Either of them</source>
        <translation>Either of them</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>At a time</translation>
    </message>
    <message>
        <source>When it goes out</source>
        <translation>When it goes out</translation>
    </message>
    <message>
        <source>No deadline</source>
        <translation>No deadline</translation>
    </message>
    <message>
        <source>Until when it must be confirmed</source>
        <translation>Until when it must be confirmed</translation>
    </message>
    <message>
        <source>Remind who has not confirmed</source>
        <translation>Remind who has not confirmed</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 hours, at most 3 times</comment>
        <translation>every</translation>
    </message>
    <message>
        <source>at most</source>
        <comment>every 2 hours, at most 3 times</comment>
        <translation>at most</translation>
    </message>
    <message>
        <source>Pause between two reminders</source>
        <translation>Pause between two reminders</translation>
    </message>
    <message>
        <source>How many reminders at most</source>
        <translation>How many reminders at most</translation>
    </message>
    <message>
        <source>They sign with mouse, pen or finger</source>
        <translation>They sign with mouse, pen or finger</translation>
    </message>
    <message>
        <source>The pop-up stays until confirmed</source>
        <translation>The pop-up stays until confirmed</translation>
    </message>
    <message>
        <source>This time is over</source>
        <translation>This time is over</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>This computer must be on then</translation>
    </message>
    <message>
        <source>Also while this computer is off</source>
        <translation>Also while this computer is off</translation>
    </message>
    <message>
        <source>not in direct chats</source>
        <translation>not in direct chats</translation>
    </message>
    <message>
        <source>while this computer is on</source>
        <translation>while this computer is on</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Outbox</source>
        <translation>Outbox</translation>
    </message>
    <message>
        <source>Everything is kept on this computer; closing the program loses nothing.</source>
        <translation>Everything is kept on this computer; closing the program loses nothing.</translation>
    </message>
    <message>
        <source>Everything is sent</source>
        <translation>Everything is sent</translation>
    </message>
    <message>
        <source>What waits for the network appears here.</source>
        <translation>What waits for the network appears here.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Not sent</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Waiting for the network</translation>
    </message>
</context>
<context>
    <name>OutboxRow</name>
    <message>
        <source>Recall of a message</source>
        <translation>Recall of a message</translation>
    </message>
    <message>
        <source>{time} · number {place} in line</source>
        <translation>{time} · number {place} in line</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Retry</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
</context>
<context>
    <name>OutgoingTray</name>
    <message numerus="yes">
        <source>%n file(s) to send</source>
        <translation>
            <numerusform>%n file to send</numerusform>
            <numerusform>%n files to send</numerusform>
        </translation>
    </message>
    <message>
        <source>Your school&apos;s server takes up to {size} at once; larger files go in parts.</source>
        <translation>Your school&apos;s server takes up to {size} at once; larger files go in parts.</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Hide password</source>
        <translation>Hide password</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>Show password</translation>
    </message>
</context>
<context>
    <name>PasswordStrength</name>
    <message numerus="yes">
        <source>At least %n characters</source>
        <translation>
            <numerusform>At least %n character</numerusform>
            <numerusform>At least %n characters</numerusform>
        </translation>
    </message>
    <message>
        <source>Weak: mix letters and digits; no names, no 12345</source>
        <translation>Weak: mix letters and digits; no names, no 12345</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Strong</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>No class</source>
        <translation>No class</translation>
    </message>
    <message>
        <source>Not known: read receipts are private</source>
        <translation>Not known: read receipts are private</translation>
    </message>
    <message>
        <source>Has never signed in</source>
        <translation>Has never signed in</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>about {time}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>State</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Read at</source>
        <translation>Read at</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>unread</translation>
    </message>
    <message>
        <source>read</source>
        <translation>read</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>not known</translation>
    </message>
    <message>
        <source>{name}, {count}</source>
        <translation>{name}, {count}</translation>
    </message>
    <message numerus="yes">
        <source>{name} and %n others</source>
        <comment>{total}: all of them together</comment>
        <translation>
            <numerusform>{name} and %n other</numerusform>
            <numerusform>{name} and %n others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>New PIN</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>New PIN again</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>A PIN has 4 to 12 digits</source>
        <translation>A PIN has 4 to 12 digits</translation>
    </message>
    <message>
        <source>This PIN is too easy to guess</source>
        <translation>This PIN is too easy to guess</translation>
    </message>
    <message>
        <source>The two PINs differ</source>
        <translation>The two PINs differ</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>Try again in {time}</translation>
    </message>
</context>
<context>
    <name>PinnedBar</name>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message numerus="yes">
        <source>%n more notices</source>
        <translation>
            <numerusform>%n more notice</numerusform>
            <numerusform>%n more notices</numerusform>
        </translation>
    </message>
    <message>
        <source>{kind} on top: {text}</source>
        <translation>{kind} on top: {text}</translation>
    </message>
</context>
<context>
    <name>PlaceChip</name>
    <message>
        <source>Remove {name}</source>
        <translation>Remove {name}</translation>
    </message>
</context>
<context>
    <name>PlacesField</name>
    <message>
        <source>Send to</source>
        <translation>Send to</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>Add a class</translation>
    </message>
    <message>
        <source>There is no class to write to</source>
        <translation>There is no class to write to</translation>
    </message>
</context>
<context>
    <name>PopupBody</name>
    <message>
        <source>{name} confirmed {time}</source>
        <translation>{name} confirmed {time}</translation>
    </message>
    <message>
        <source>Your family is done</source>
        <translation>Your family is done</translation>
    </message>
    <message>
        <source>{name} took it back</source>
        <translation>{name} took it back</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <comment>a pop-up, for screen readers</comment>
        <translation>{name}: {text}</translation>
    </message>
</context>
<context>
    <name>PopupWindow</name>
    <message>
        <source>DING</source>
        <comment>the pane of urgent messages</comment>
        <translation>DING</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>The one before</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>The next one</translation>
    </message>
    <message>
        <source>Read all</source>
        <translation>Read all</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Reply</translation>
    </message>
    <message>
        <source>DING from {name}</source>
        <translation>DING from {name}</translation>
    </message>
    <message>
        <source>{at} / {count}</source>
        <comment>which of the stack</comment>
        <translation>{at} / {count}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Put aside for 5 minutes</source>
        <translation>Put aside for 5 minutes</translation>
    </message>
    <message>
        <source>All in 5 minutes</source>
        <translation>All in 5 minutes</translation>
    </message>
    <message>
        <source>In 5 minutes</source>
        <translation>In 5 minutes</translation>
    </message>
    <message>
        <source>Nothing to press. If there is more to say, reply.</source>
        <translation>Nothing to press. If there is more to say, reply.</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>Got it</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>Sign and confirm</translation>
    </message>
    <message>
        <source>Sign …</source>
        <translation>Sign …</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>You</source>
        <translation>You</translation>
    </message>
    <message>
        <source>Your text</source>
        <translation>Your text</translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n attachment</numerusform>
            <numerusform>%n attachments</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>Sign and confirm</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>What they will see</source>
        <translation>What they will see</translation>
    </message>
</context>
<context>
    <name>Quitting</name>
    <message>
        <source>Quit</source>
        <translation>Quit</translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) cannot be kept on this computer</source>
        <translation>
            <numerusform>%n draft cannot be kept on this computer</numerusform>
            <numerusform>%n drafts cannot be kept on this computer</numerusform>
        </translation>
    </message>
    <message>
        <source>Its disk is full or cannot be written. Make room first; who quits now loses them.</source>
        <translation>Its disk is full or cannot be written. Make room first; who quits now loses them.</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>Quit anyway</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Stay</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Panes</source>
        <translation>Panes</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>DING</source>
        <translation>DING</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>ReadsPage</name>
    <message>
        <source>Read and unread</source>
        <translation>Read and unread</translation>
    </message>
    <message>
        <source>Sent {time} · {people}</source>
        <translation>Sent {time} · {people}</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n read</source>
        <translation>
            <numerusform>%n read</numerusform>
            <numerusform>%n read</numerusform>
        </translation>
    </message>
    <message>
        <source>Unread {count}</source>
        <translation>Unread {count}</translation>
    </message>
    <message>
        <source>Read {count}</source>
        <translation>Read {count}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Export the read lists</source>
        <translation>Export the read lists</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>People</source>
        <translation>People</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>All classes</translation>
    </message>
    <message>
        <source>All roles</source>
        <translation>All roles</translation>
    </message>
    <message>
        <source>Fetching the lists</source>
        <translation>Fetching the lists</translation>
    </message>
    <message>
        <source>The school&apos;s server is asked once.</source>
        <translation>The school&apos;s server is asked once.</translation>
    </message>
    <message>
        <source>Nobody fits these filters</source>
        <translation>Nobody fits these filters</translation>
    </message>
    <message>
        <source>Choose another class.</source>
        <translation>Choose another class.</translation>
    </message>
    <message>
        <source>Everybody has read it</source>
        <translation>Everybody has read it</translation>
    </message>
    <message>
        <source>Nobody has read it yet</source>
        <translation>Nobody has read it yet</translation>
    </message>
    <message>
        <source>Readers appear here.</source>
        <translation>Readers appear here.</translation>
    </message>
    <message>
        <source>Spreadsheet text (*.csv)</source>
        <translation>Spreadsheet text (*.csv)</translation>
    </message>
    <message>
        <source>read-lists.csv</source>
        <translation>read-lists.csv</translation>
    </message>
</context>
<context>
    <name>ReceivedPage</name>
    <message>
        <source>Remind me in 5 minutes</source>
        <translation>Remind me in 5 minutes</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Reply</translation>
    </message>
    <message>
        <source>Others should know it too?</source>
        <translation>Others should know it too?</translation>
    </message>
    <message>
        <source>Make a DING of it</source>
        <translation>Make a DING of it</translation>
    </message>
    <message>
        <source>by {place}</source>
        <comment>the class or room it came by</comment>
        <translation>by {place}</translation>
    </message>
    <message numerus="yes">
        <source>you were reminded %n time(s)</source>
        <translation>
            <numerusform>you were reminded %n time</numerusform>
            <numerusform>you were reminded %n times</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>Sign and confirm</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>{name} took this back. There is nothing to confirm.</source>
        <translation>{name} took this back. There is nothing to confirm.</translation>
    </message>
    <message>
        <source>You have seen it. Somebody else of your family confirms it.</source>
        <translation>You have seen it. Somebody else of your family confirms it.</translation>
    </message>
    <message>
        <source>You confirmed {time}.</source>
        <translation>You confirmed {time}.</translation>
    </message>
    <message>
        <source>{name} confirmed {time}. Your family is done.</source>
        <translation>{name} confirmed {time}. Your family is done.</translation>
    </message>
    <message>
        <source>Once confirmed, pop-up and reminders stop.</source>
        <translation>Once confirmed, pop-up and reminders stop.</translation>
    </message>
    <message>
        <source>For your information: nobody waits for your confirmation.</source>
        <translation>For your information: nobody waits for your confirmation.</translation>
    </message>
    <message>
        <source>In 5 minutes</source>
        <translation>In 5 minutes</translation>
    </message>
</context>
<context>
    <name>RecipientsField</name>
    <message>
        <source>Name, initials, class</source>
        <translation>Name, initials, class</translation>
    </message>
    <message>
        <source>To</source>
        <translation>To</translation>
    </message>
    <message>
        <source>Type a name, initials or a class; arrow down shows the list</source>
        <translation>Type a name, initials or a class; arrow down shows the list</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>Recording a voice note</source>
        <translation>Recording a voice note</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>The microphone hears nothing. Is it switched off?</source>
        <translation>The microphone hears nothing. Is it switched off?</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Damaged data</source>
        <translation>Damaged data</translation>
    </message>
    <message>
        <source>Go on without the damaged data?</source>
        <translation>Go on without the damaged data?</translation>
    </message>
    <message>
        <source>Drafts and messages that were not sent yet are in it. It is not changed and stays in {folder} for the school&apos;s IT to look at. What was sent is at the school&apos;s server.</source>
        <translation>Drafts and messages that were not sent yet are in it. It is not changed and stays in {folder} for the school&apos;s IT to look at. What was sent is at the school&apos;s server.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Not now</translation>
    </message>
</context>
<context>
    <name>RemindHistory</name>
    <message>
        <source>Reminders so far</source>
        <translation>Reminders so far</translation>
    </message>
    <message>
        <source>by yourself</source>
        <translation>by yourself</translation>
    </message>
    <message>
        <source>by the school&apos;s office</source>
        <translation>by the school&apos;s office</translation>
    </message>
</context>
<context>
    <name>RemovableFile</name>
    <message>
        <source>Remove {name}</source>
        <translation>Remove {name}</translation>
    </message>
</context>
<context>
    <name>RoleRow</name>
    <message>
        <source>Whose number is it?</source>
        <translation>Whose number is it?</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>Student</translation>
    </message>
    <message>
        <source>Teacher, staff</source>
        <translation>Teacher, staff</translation>
    </message>
    <message>
        <source>Parent, guardian</source>
        <translation>Parent, guardian</translation>
    </message>
</context>
<context>
    <name>RoomHeaderBar</name>
    <message>
        <source>Notifications of this chat</source>
        <translation>Notifications of this chat</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Search in this chat (Ctrl+F)</source>
        <translation>Search in this chat (Ctrl+F)</translation>
    </message>
    <message>
        <source>Go to a day (Ctrl+G)</source>
        <translation>Go to a day (Ctrl+G)</translation>
    </message>
    <message>
        <source>Only the two of you</source>
        <translation>Only the two of you</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n teachers</source>
        <translation>
            <numerusform>%n teacher</numerusform>
            <numerusform>%n teachers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guardians</source>
        <translation>
            <numerusform>%n guardian</numerusform>
            <numerusform>%n guardians</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n students</source>
        <translation>
            <numerusform>%n student</numerusform>
            <numerusform>%n students</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomListPane</name>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>People, chats, messages and files (Ctrl+K)</source>
        <translation>People, chats, messages and files (Ctrl+K)</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversations</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Unread</translation>
    </message>
    <message>
        <source>@me</source>
        <translation>@me</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <source>Direct</source>
        <translation>Direct</translation>
    </message>
    <message>
        <source>{filter} {count}</source>
        <translation>{filter} {count}</translation>
    </message>
    <message>
        <source>Fetching your groups</source>
        <translation>Fetching your groups</translation>
    </message>
    <message>
        <source>This happens once on this computer.</source>
        <translation>This happens once on this computer.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>All read</source>
        <translation>All read</translation>
    </message>
    <message>
        <source>New messages appear here.</source>
        <translation>New messages appear here.</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Nothing here</translation>
    </message>
    <message>
        <source>No conversation fits this filter.</source>
        <translation>No conversation fits this filter.</translation>
    </message>
    <message>
        <source>No groups yet</source>
        <translation>No groups yet</translation>
    </message>
    <message>
        <source>Groups appear here when the school adds you. Ask the class teacher.</source>
        <translation>Groups appear here when the school adds you. Ask the class teacher.</translation>
    </message>
</context>
<context>
    <name>RoomMenu</name>
    <message>
        <source>Notify me of</source>
        <translation>Notify me of</translation>
    </message>
    <message>
        <source>All messages</source>
        <translation>All messages</translation>
    </message>
    <message>
        <source>Only when I am mentioned</source>
        <translation>Only when I am mentioned</translation>
    </message>
    <message>
        <source>Nothing (muted)</source>
        <translation>Nothing (muted)</translation>
    </message>
</context>
<context>
    <name>RoomRow</name>
    <message numerus="yes">
        <source>[%n not sent]</source>
        <translation>
            <numerusform>[%n not sent]</numerusform>
            <numerusform>[%n not sent]</numerusform>
        </translation>
    </message>
    <message>
        <source>[@ you]</source>
        <translation>[@ you]</translation>
    </message>
    <message>
        <source>[Draft]</source>
        <translation>[Draft]</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <comment>who said what, in a room row</comment>
        <translation>{name}: {text}</translation>
    </message>
    <message>
        <source>[Picture] {text}</source>
        <translation>[Picture] {text}</translation>
    </message>
    <message>
        <source>[File] {text}</source>
        <translation>[File] {text}</translation>
    </message>
    <message>
        <source>[Voice message] {text}</source>
        <translation>[Voice message] {text}</translation>
    </message>
    <message>
        <source>Message recalled</source>
        <translation>Message recalled</translation>
    </message>
    <message>
        <source>A message that cannot be shown here</source>
        <translation>A message that cannot be shown here</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>In which chat</source>
        <translation>In which chat</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>Since when</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Any time</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Last 7 days</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Last 30 days</translation>
    </message>
    <message>
        <source>Last 12 months</source>
        <translation>Last 12 months</translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>All chats</translation>
    </message>
    <message>
        <source>From {name} ✕</source>
        <translation>From {name} ✕</translation>
    </message>
    <message>
        <source>Only messages of {name}; press to show everybody&apos;s</source>
        <translation>Only messages of {name}; press to show everybody&apos;s</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>{group} {count}</source>
        <translation>{group} {count}</translation>
    </message>
</context>
<context>
    <name>SearchFoot</name>
    <message>
        <source>Choose</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Next group</source>
        <translation>Next group</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Everything on this computer, also offline</source>
        <translation>Everything on this computer, also offline</translation>
    </message>
    <message>
        <source>Older messages are still being prepared …</source>
        <translation>Older messages are still being prepared …</translation>
    </message>
</context>
<context>
    <name>SearchOverlay</name>
    <message>
        <source>Search</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Search for people, chats, messages and files</source>
        <translation>Search for people, chats, messages and files</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>Search results</translation>
    </message>
    <message>
        <source>Search in {room}</source>
        <translation>Search in {room}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>Search everywhere</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>Try fewer or other words. What is not on this computer yet is not searched.</source>
        <translation>Try fewer or other words. What is not on this computer yet is not searched.</translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>Searching …</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>What are you looking for?</translation>
    </message>
    <message>
        <source>A name, its pinyin initials, a word of a message, a file&apos;s name.</source>
        <translation>A name, its pinyin initials, a word of a message, a file&apos;s name.</translation>
    </message>
    <message>
        <source>more than {count} results</source>
        <translation>more than {count} results</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchText</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>People</source>
        <translation>People</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Files</translation>
    </message>
    <message>
        <source>Recent chats</source>
        <translation>Recent chats</translation>
    </message>
    <message numerus="yes">
        <source>View all %n chat(s)</source>
        <translation>
            <numerusform>View %n chat</numerusform>
            <numerusform>View all %n chats</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n people</source>
        <translation>
            <numerusform>View %n person</numerusform>
            <numerusform>View all %n people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n message(s)</source>
        <translation>
            <numerusform>View %n message</numerusform>
            <numerusform>View all %n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n file(s)</source>
        <translation>
            <numerusform>View %n file</numerusform>
            <numerusform>View all %n files</numerusform>
        </translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>No. {number}</translation>
    </message>
    <message>
        <source>Me: </source>
        <translation>Me: </translation>
    </message>
    <message>
        <source>{name}: </source>
        <translation>{name}: </translation>
    </message>
</context>
<context>
    <name>SessionDing</name>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message>
        <source>A scheduled DING did not go out by itself. It was sent from this computer, late.</source>
        <translation>A scheduled DING did not go out by itself. It was sent from this computer, late.</translation>
    </message>
    <message>
        <source>There is no chat with this person yet.</source>
        <translation>There is no chat with this person yet.</translation>
    </message>
</context>
<context>
    <name>SettingsPane</name>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>Pictures and files on this computer</source>
        <translation>Pictures and files on this computer</translation>
    </message>
    <message>
        <source>About</source>
        <translation>About</translation>
    </message>
    <message>
        <source>Like the computer</source>
        <translation>Like the computer</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>No keyring here: you stay signed in until Schoolbell is closed.</source>
        <translation>No keyring here: you stay signed in until Schoolbell is closed.</translation>
    </message>
    <message>
        <source>The sign-in is kept in a file that only you can read (--plaintext-session).</source>
        <translation>The sign-in is kept in a file that only you can read (--plaintext-session).</translation>
    </message>
    <message>
        <source>The sign-in is kept in this computer&apos;s keyring.</source>
        <translation>The sign-in is kept in this computer&apos;s keyring.</translation>
    </message>
    <message>
        <source>Schoolbell {version}</source>
        <translation>Schoolbell {version}</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0. It is built with:</source>
        <translation>Free software under the Apache License 2.0. It is built with:</translation>
    </message>
</context>
<context>
    <name>SignInFrame</name>
    <message>
        <source>Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>Do you have a slip?</source>
        <translation>Do you have a slip?</translation>
    </message>
    <message>
        <source>Type its code once: school, account and first password are filled in for you.</source>
        <translation>Type its code once: school, account and first password are filled in for you.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Enter the slip code</source>
        <translation>Enter the slip code</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Code on the slip, e.g. 3F7K-92QD-…</source>
        <translation>Code on the slip, e.g. 3F7K-92QD-…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>With the account from school; families and students too.</source>
        <translation>With the account from school; families and students too.</translation>
    </message>
    <message>
        <source>School address or slip code</source>
        <translation>School address or slip code</translation>
    </message>
    <message>
        <source>e.g. school.example</source>
        <translation>e.g. school.example</translation>
    </message>
    <message>
        <source>Account (staff number, student number)</source>
        <translation>Account (staff number, student number)</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Stay signed in on this computer (not on a shared one)</source>
        <translation>Stay signed in on this computer (not on a shared one)</translation>
    </message>
    <message>
        <source>Go on with the other school</source>
        <translation>Go on with the other school</translation>
    </message>
    <message>
        <source>Other school</source>
        <translation>Other school</translation>
    </message>
    <message>
        <source>Messages are encrypted on their way, not end to end: the school can read them.</source>
        <translation>Messages are encrypted on their way, not end to end: the school can read them.</translation>
    </message>
    <message>
        <source>This computer has no keyring: you stay signed in until Schoolbell is closed.</source>
        <translation>This computer has no keyring: you stay signed in until Schoolbell is closed.</translation>
    </message>
    <message>
        <source>--plaintext-session: the sign-in is kept in a file that only you can read.</source>
        <translation>--plaintext-session: the sign-in is kept in a file that only you can read.</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>Try again in {time}</translation>
    </message>
    <message>
        <source>Looking for the school …</source>
        <translation>Looking for the school …</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>Signing in …</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>SignPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>Sign and confirm</translation>
    </message>
    <message>
        <source>Sign this notice</source>
        <translation>Sign this notice</translation>
    </message>
</context>
<context>
    <name>SignatureBox</name>
    <message>
        <source>Your signature</source>
        <translation>Your signature</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>Sign again</source>
        <translation>Sign again</translation>
    </message>
    <message>
        <source>Draw it</source>
        <translation>Draw it</translation>
    </message>
    <message>
        <source>Type my name</source>
        <translation>Type my name</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Your name</translation>
    </message>
    <message>
        <source>Your name as the signature</source>
        <translation>Your name as the signature</translation>
    </message>
    <message>
        <source>Sign here with mouse, pen or finger</source>
        <translation>Sign here with mouse, pen or finger</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signature</translation>
    </message>
</context>
<context>
    <name>Signing</name>
    <message>
        <source>You are signed in. Close this page and go back to Schoolbell.</source>
        <translation>You are signed in. Close this page and go back to Schoolbell.</translation>
    </message>
</context>
<context>
    <name>SlipPicture</name>
    <message>
        <source>Picture of a sign-in slip</source>
        <translation>Picture of a sign-in slip</translation>
    </message>
    <message>
        <source>Sign-in slip</source>
        <translation>Sign-in slip</translation>
    </message>
    <message>
        <source>School address</source>
        <translation>School address</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>printed on your slip</source>
        <translation>printed on your slip</translation>
    </message>
    <message>
        <source>Slip code</source>
        <translation>Slip code</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>each once</source>
        <translation>each once</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>Add {name}</translation>
    </message>
</context>
<context>
    <name>TargetChip</name>
    <message>
        <source>Delete takes it out</source>
        <translation>Delete takes it out</translation>
    </message>
</context>
<context>
    <name>TargetChipWords</name>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TargetPopup</name>
    <message>
        <source>Recipients that may be meant</source>
        <translation>Recipients that may be meant</translation>
    </message>
</context>
<context>
    <name>TextBox</name>
    <message>
        <source>What everybody must know. Short texts are read.</source>
        <translation>What everybody must know. Short texts are read.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Attach files</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>Attach pictures</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>Record a voice note</translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n attachment</numerusform>
            <numerusform>%n attachments</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} / {limit}</source>
        <translation>{count} / {limit}</translation>
    </message>
    <message>
        <source>{count} of {limit} characters</source>
        <translation>{count} of {limit} characters</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>ddd, MMM d</source>
        <comment>date format of a day divider</comment>
        <translation>ddd, MMM d</translation>
    </message>
    <message>
        <source>ddd, MMM d, yyyy</source>
        <comment>date format of a day divider</comment>
        <translation>ddd, MMM d, yyyy</translation>
    </message>
    <message>
        <source>Today · {date}</source>
        <translation>Today · {date}</translation>
    </message>
    <message>
        <source>Yesterday · {date}</source>
        <translation>Yesterday · {date}</translation>
    </message>
    <message>
        <source>New messages below</source>
        <translation>New messages below</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded. Try again</source>
        <translation>Earlier messages could not be loaded. Try again</translation>
    </message>
    <message>
        <source>Loading earlier messages…</source>
        <translation>Loading earlier messages…</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>Read by all</source>
        <translation>Read by all</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>Waiting for the network</translation>
    </message>
    <message>
        <source>Not sent: {reason}</source>
        <translation>Not sent: {reason}</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Not sent</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Retry</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>(edited)</source>
        <translation>(edited)</translation>
    </message>
    <message>
        <source>… Show all</source>
        <comment>under the beginning of a long message</comment>
        <translation>… Show all</translation>
    </message>
    <message>
        <source>Show the whole message</source>
        <translation>Show the whole message</translation>
    </message>
    <message>
        <source>This message was deleted</source>
        <translation>This message was deleted</translation>
    </message>
    <message>
        <source>This encrypted message cannot be read here. Open it in Element.</source>
        <translation>This encrypted message cannot be read here. Open it in Element.</translation>
    </message>
    <message>
        <source>This kind of message cannot be shown here</source>
        <translation>This kind of message cannot be shown here</translation>
    </message>
    <message>
        <source>* {name} {text}</source>
        <comment>/me action</comment>
        <translation>* {name} {text}</translation>
    </message>
    <message>
        <source>{name} joined</source>
        <translation>{name} joined</translation>
    </message>
    <message>
        <source>{name} left</source>
        <translation>{name} left</translation>
    </message>
    <message>
        <source>{name} invited {other}</source>
        <translation>{name} invited {other}</translation>
    </message>
    <message>
        <source>{name} removed {other}</source>
        <translation>{name} removed {other}</translation>
    </message>
    <message>
        <source>{name} banned {other}</source>
        <translation>{name} banned {other}</translation>
    </message>
    <message>
        <source>{name} renamed the group to {other}</source>
        <translation>{name} renamed the group to {other}</translation>
    </message>
    <message>
        <source>{name} changed the description</source>
        <translation>{name} changed the description</translation>
    </message>
    <message>
        <source>{name} changed the picture</source>
        <translation>{name} changed the picture</translation>
    </message>
    <message>
        <source>{name} created the group</source>
        <translation>{name} created the group</translation>
    </message>
    <message>
        <source>{name} turned on encryption</source>
        <translation>{name} turned on encryption</translation>
    </message>
    <message>
        <source>{name} changed the group</source>
        <translation>{name} changed the group</translation>
    </message>
    <message>
        <source>Reaction {symbol}, {count}</source>
        <translation>Reaction {symbol}, {count}</translation>
    </message>
    <message>
        <source>Downloaded</source>
        <translation>Downloaded</translation>
    </message>
    <message>
        <source>{size} · Downloaded</source>
        <translation>{size} · Downloaded</translation>
    </message>
    <message>
        <source>Not loaded: {reason}</source>
        <translation>Not loaded: {reason}</translation>
    </message>
    <message>
        <source>Waiting · {size}</source>
        <translation>Waiting · {size}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>{percent} % of {size}</source>
        <translation>{percent} % of {size}</translation>
    </message>
    <message>
        <source>Sending, {percent} %</source>
        <translation>Sending, {percent} %</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>Open {name}</translation>
    </message>
    <message>
        <source>Save {name} as</source>
        <translation>Save {name} as</translation>
    </message>
    <message>
        <source>Load {name} again</source>
        <translation>Load {name} again</translation>
    </message>
    <message>
        <source>Stop sending {name}</source>
        <translation>Stop sending {name}</translation>
    </message>
    <message>
        <source>Stop loading {name}</source>
        <translation>Stop loading {name}</translation>
    </message>
    <message>
        <source>Message text from {name}, read only</source>
        <translation>Message text from {name}, read only</translation>
    </message>
    <message>
        <source>Tab goes to the links, Enter opens one, Escape closes</source>
        <translation>Tab goes to the links, Enter opens one, Escape closes</translation>
    </message>
    <message>
        <source>Escape closes</source>
        <translation>Escape closes</translation>
    </message>
    <message>
        <source>{name}  {moment}</source>
        <comment>head of a copied message</comment>
        <translation>{name}  {moment}</translation>
    </message>
    <message>
        <source>Show the message of {name}</source>
        <translation>Show the message of {name}</translation>
    </message>
    <message>
        <source>Show the message that is answered</source>
        <translation>Show the message that is answered</translation>
    </message>
    <message>
        <source>Changed after the deadline:</source>
        <translation>Changed after the deadline:</translation>
    </message>
    <message>
        <source>show</source>
        <comment>the words that came after the deadline</comment>
        <translation>show</translation>
    </message>
    <message>
        <source>Show what was changed after the deadline, does not count</source>
        <translation>Show what was changed after the deadline, does not count</translation>
    </message>
    <message>
        <source>Changed by {name} after the deadline, does not count, read only</source>
        <translation>Changed by {name} after the deadline, does not count, read only</translation>
    </message>
    <message>
        <source>in reply to {name}: {text}</source>
        <translation>in reply to {name}: {text}</translation>
    </message>
    <message>
        <source>Picture {name}</source>
        <translation>Picture {name}</translation>
    </message>
    <message>
        <source>File {name}</source>
        <translation>File {name}</translation>
    </message>
    <message>
        <source>changed after the deadline</source>
        <translation>changed after the deadline</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a spoken message</comment>
        <translation>, </translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Schoolbell</source>
        <translation>Open Schoolbell</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quit</translation>
    </message>
    <message numerus="yes">
        <source>Schoolbell: %n DING(s) to confirm</source>
        <translation>
            <numerusform>Schoolbell: %n DING to confirm</numerusform>
            <numerusform>Schoolbell: %n DINGs to confirm</numerusform>
        </translation>
    </message>
    <message>
        <source>{dings}, {unread}</source>
        <translation>{dings}, {unread}</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <comment>after the DINGs</comment>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>Schoolbell</source>
        <translation>Schoolbell</translation>
    </message>
    <message numerus="yes">
        <source>Schoolbell: %n unread</source>
        <translation>
            <numerusform>Schoolbell: %n unread</numerusform>
            <numerusform>Schoolbell: %n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>Schoolbell goes on here</source>
        <translation>Schoolbell goes on here</translation>
    </message>
    <message>
        <source>Closing the window does not end it, so that nothing is missed. Quit from this icon.</source>
        <translation>Closing the window does not end it, so that nothing is missed. Quit from this icon.</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Go on without it…</source>
        <translation>Go on without it…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quit</translation>
    </message>
</context>
<context>
    <name>UndoToast</name>
    <message>
        <source>Send now</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>{countdown} to {people}</source>
        <translation>{countdown} to {people}</translation>
    </message>
    <message numerus="yes">
        <source>goes in %n second(s)</source>
        <translation>
            <numerusform>goes in %n second</numerusform>
            <numerusform>goes in %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnreadPill</name>
    <message>
        <source>{count}+ unread</source>
        <translation>{count}+ unread</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the first unread message</source>
        <translation>Go to the first unread message</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Picture before</source>
        <translation>Picture before</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Next picture</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>Fit or full size</source>
        <translation>Fit or full size</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>{name} · {moment}</source>
        <translation>{name} · {moment}</translation>
    </message>
    <message>
        <source>{number} / {count}</source>
        <translation>{number} / {count}</translation>
    </message>
    <message>
        <source>Loading the picture …</source>
        <translation>Loading the picture …</translation>
    </message>
    <message>
        <source>Picture {name} from {sender}</source>
        <translation>Picture {name} from {sender}</translation>
    </message>
    <message>
        <source>{picture}, {place}</source>
        <translation>{picture}, {place}</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}. {advice}</translation>
    </message>
    <message>
        <source>This picture is too large to be shown here. Save it to open it elsewhere.</source>
        <translation>This picture is too large to be shown here. Save it to open it elsewhere.</translation>
    </message>
    <message>
        <source>This kind of picture cannot be shown here. Save it to open it elsewhere.</source>
        <translation>This kind of picture cannot be shown here. Save it to open it elsewhere.</translation>
    </message>
    <message>
        <source>This picture is damaged.</source>
        <translation>This picture is damaged.</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>Voice</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message>
        <source>{minutes} {seconds}</source>
        <comment>a length</comment>
        <translation>{minutes} {seconds}</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Voice message</translation>
    </message>
    <message>
        <source>{name}, {length}</source>
        <comment>what can be heard, and how long</comment>
        <translation>{name}, {length}</translation>
    </message>
    <message>
        <source>Play: {what}</source>
        <translation>Play: {what}</translation>
    </message>
    <message>
        <source>Pause: {what}</source>
        <translation>Pause: {what}</translation>
    </message>
    <message>
        <source>Position: {position} of {duration}</source>
        <translation>Position: {position} of {duration}</translation>
    </message>
    <message>
        <source>Speed: {rate}</source>
        <translation>Speed: {rate}</translation>
    </message>
    <message>
        <source>Voice message {moment}</source>
        <comment>file name of a voice note</comment>
        <translation>Voice message {moment}</translation>
    </message>
    <message>
        <source>The voice note was discarded</source>
        <translation>The voice note was discarded</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoiceChip</name>
    <message>
        <source>Remove: {what}</source>
        <translation>Remove: {what}</translation>
    </message>
</context>
<context>
    <name>VoiceNotes</name>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}. {advice}</translation>
    </message>
</context>
<context>
    <name>WhoGets</name>
    <message>
        <source>Who gets it</source>
        <translation>Who gets it</translation>
    </message>
    <message>
        <source>Choose people, a class or a role.</source>
        <translation>Choose people, a class or a role.</translation>
    </message>
    <message>
        <source>Guardians</source>
        <translation>Guardians</translation>
    </message>
    <message>
        <source>Students</source>
        <translation>Students</translation>
    </message>
    <message>
        <source>Colleagues</source>
        <translation>Colleagues</translation>
    </message>
    <message>
        <source>Cannot be reached</source>
        <translation>Cannot be reached</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names} and others</translation>
    </message>
    <message>
        <source>{names}: you share no room with them.</source>
        <translation>{names}: you share no room with them.</translation>
    </message>
    <message>
        <source>In direct chats it is an ordinary message: no pop-up, nobody is reminded.</source>
        <translation>In direct chats it is an ordinary message: no pop-up, nobody is reminded.</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Schoolbell</source>
        <translation>Schoolbell</translation>
    </message>
    <message>
        <source>({count}) Schoolbell</source>
        <translation>({count}) Schoolbell</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Yesterday</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>MMM d</source>
        <translation>MMM d</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AccountMenu</name>
    <message>
        <source>Accounts</source>
        <translation>帳號</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>新增帳號</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>鎖定</translation>
    </message>
    <message>
        <source>Sign out of this account</source>
        <translation>登出目前帳號</translation>
    </message>
    <message>
        <source>{name} ({account})</source>
        <translation>{name}（{account}）</translation>
    </message>
    <message>
        <source>{name}, open now</source>
        <translation>{name}，目前帳號</translation>
    </message>
    <message>
        <source>{name}, has a PIN</source>
        <translation>{name}，需要 PIN 碼</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 則未讀</numerusform>
        </translation>
    </message>
    <message>
        <source>{name}, {unread}</source>
        <translation>{name}，{unread}</translation>
    </message>
</context>
<context>
    <name>Accounts</name>
    <message>
        <source>Sign out of this account?</source>
        <translation>要登出這個帳號嗎？</translation>
    </message>
    <message>
        <source>Messages kept on this computer are removed; the school&apos;s server keeps them.</source>
        <translation>這台電腦上的訊息會刪除，學校伺服器上的仍會保留。</translation>
    </message>
    <message>
        <source>What is not sent yet would be lost.</source>
        <translation>沒有送出的內容，登出後就會消失。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) are not sent yet and would be lost</source>
        <translation>
            <numerusform>還有 %n 則訊息沒有送出，登出後就會消失</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) would be lost, too.</source>
        <translation>
            <numerusform>還有 %n 份草稿，登出後也會消失。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>登出</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>先不登出</translation>
    </message>
</context>
<context>
    <name>AskFiles</name>
    <message>
        <source>Attach files</source>
        <translation>加入附件</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>圖片 (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
</context>
<context>
    <name>BeforeMenu</name>
    <message>
        <source>Drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>排程</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已送出</translation>
    </message>
    <message>
        <source>No notices yet</source>
        <translation>還沒有公告</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>無標題</translation>
    </message>
    <message>
        <source>{title} (a change)</source>
        <translation>{title}（修改）</translation>
    </message>
    <message>
        <source>Begin a new one from it (without its files)</source>
        <translation>以它為範本寫新公告（不含附件）</translation>
    </message>
    <message>
        <source>See how far it is</source>
        <translation>查看進度</translation>
    </message>
    <message>
        <source>Take it back and change it</source>
        <translation>取回修改</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即送出</translation>
    </message>
</context>
<context>
    <name>BrowserSignIn</name>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>Sign in in the browser</source>
        <translation>用瀏覽器登入</translation>
    </message>
    <message>
        <source>Sign in with {name}</source>
        <translation>用 {name} 登入</translation>
    </message>
    <message>
        <source>Go on in the browser window. Schoolbell waits here until you are done.</source>
        <translation>請在瀏覽器視窗中繼續，完成後會自動回到這裡。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ChangePasswordPage</name>
    <message>
        <source>Choose your password</source>
        <translation>設定自己的密碼</translation>
    </message>
    <message>
        <source>The password on the slip works only once. From now on you sign in with your own.</source>
        <translation>登入單上的密碼只能用一次，之後請用自己的密碼登入。</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密碼</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>再輸入一次新密碼</translation>
    </message>
    <message>
        <source>The two passwords differ</source>
        <translation>兩次輸入的密碼不同</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在儲存…</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>儲存並繼續</translation>
    </message>
</context>
<context>
    <name>Channels</name>
    <message>
        <source>Always sent</source>
        <translation>一律傳送</translation>
    </message>
    <message>
        <source>Not for direct chats</source>
        <translation>私訊不使用</translation>
    </message>
    <message>
        <source>If nobody confirms</source>
        <translation>未確認時才用</translation>
    </message>
    <message>
        <source>No gateway here</source>
        <translation>學校未接閘道</translation>
    </message>
</context>
<context>
    <name>Chip</name>
    <message>
        <source>{name}, {size}</source>
        <translation>{name}，{size}</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>ComingPage</name>
    <message>
        <source>Take back and edit</source>
        <translation>復原並編輯</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即送出</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>尚未送出</translation>
    </message>
    <message>
        <source>Who has confirmed appears here once it is sent</source>
        <translation>送出後，這裡會顯示誰已確認</translation>
    </message>
    <message>
        <source>This computer must be on then: the school&apos;s server cannot do it alone.</source>
        <translation>屆時這台電腦要開著：學校伺服器無法代為送出。</translation>
    </message>
    <message>
        <source>It goes out by itself, also while this computer is off.</source>
        <translation>時間到會自動送出，這台電腦關機也可以。</translation>
    </message>
    <message>
        <source>Nobody has seen it. Taken back, it is in the editor again with people and files.</source>
        <translation>現在還沒有人看到。復原後會回到編輯，收件人和附件都在。</translation>
    </message>
</context>
<context>
    <name>ComposeFoot</name>
    <message>
        <source>Save draft</source>
        <translation>存草稿</translation>
    </message>
    <message>
        <source>Send the change</source>
        <translation>送出修改</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>排程傳送</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>發公告</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}。{advice}</translation>
    </message>
</context>
<context>
    <name>ComposePage</name>
    <message>
        <source>New DING</source>
        <translation>新增 DING</translation>
    </message>
    <message>
        <source>Delete this draft</source>
        <translation>刪除草稿</translation>
    </message>
    <message>
        <source>Close; the draft is kept</source>
        <translation>關閉（草稿會保留）</translation>
    </message>
    <message>
        <source>To</source>
        <translation>傳送給</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>內容</translation>
    </message>
    <message>
        <source>What they will see</source>
        <translation>對方看到的樣子</translation>
    </message>
    <message>
        <source>Keep as draft</source>
        <translation>存草稿</translation>
    </message>
    <message>
        <source>draft saved {time}</source>
        <translation>草稿已存 {time}</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>送出</translation>
    </message>
    <message>
        <source>Schedule for {people}</source>
        <translation>排程給 {people}</translation>
    </message>
    <message>
        <source>Send to {people}</source>
        <translation>傳送給 {people}</translation>
    </message>
    <message>
        <source>Choose who gets it.</source>
        <translation>請選擇傳送給誰。</translation>
    </message>
    <message>
        <source>Write what they must know.</source>
        <translation>請寫內容。</translation>
    </message>
    <message numerus="yes">
        <source>The text is too long by %n character(s).</source>
        <translation>
            <numerusform>內容超出 %n 字。</numerusform>
        </translation>
    </message>
    <message>
        <source>The time it should go out is over.</source>
        <translation>傳送時間已過，請重選。</translation>
    </message>
    <message>
        <source>None of them can be reached from this account.</source>
        <translation>用這個帳號無法傳送給他們任何人。</translation>
    </message>
    <message>
        <source>A voice note is being recorded.</source>
        <translation>正在錄語音。</translation>
    </message>
    <message>
        <source>Goes out {time}; {who}.</source>
        <translation>{time} 送出；{who}。</translation>
    </message>
    <message>
        <source>{who}. It can be taken back for 10 seconds.</source>
        <translation>{who}。送出後 10 秒內可復原。</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>圖片</translation>
    </message>
</context>
<context>
    <name>ComposeSide</name>
    <message>
        <source>What families see</source>
        <translation>家長看到的樣子</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>標題</translation>
    </message>
    <message>
        <source>A change reaches every class. Who has signed need not sign again.</source>
        <translation>修改會傳送到每個班級，已簽的家長不必重簽。</translation>
    </message>
    <message>
        <source>On a phone families read the text and confirm with ✅.</source>
        <translation>家長在手機上看內文，按 ✅ 確認。</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Emoji</source>
        <translation>表情符號</translation>
    </message>
    <message>
        <source>Mention somebody</source>
        <translation>提及某人</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>傳送檔案</translation>
    </message>
    <message>
        <source>Send pictures</source>
        <translation>傳送圖片</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>錄一則語音</translation>
    </message>
    <message>
        <source>Enter to send · Shift+Enter for a new line</source>
        <translation>Enter 傳送 · Shift+Enter 換行</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>訊息</translation>
    </message>
    <message>
        <source>Write a message, @ to mention</source>
        <translation>輸入訊息，@ 提醒某人</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>傳送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Editing your message</source>
        <translation>正在編輯訊息</translation>
    </message>
    <message>
        <source>Reply to {name}</source>
        <translation>回覆 {name}</translation>
    </message>
</context>
<context>
    <name>ConnectionBanner</name>
    <message>
        <source>No connection. You can go on writing; everything is sent when it is back.</source>
        <translation>網路中斷了。可以繼續寫，連線後會依序送出。</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>立即重新連線</translation>
    </message>
    <message>
        <source>You have been signed out. Nothing on this computer is lost.</source>
        <translation>登入已失效，這台電腦上的內容都還在。</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登入</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}。{advice}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試一次</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>This account was moved to another school. Until you sign in again, yours stays.</source>
        <translation>此帳號被改到另一所學校。重新登入之前，這裡仍是你原來的學校。</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n second(s)</source>
        <translation>
            <numerusform>%n 秒後重新連線</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>正在連線…</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Conversation</source>
        <translation>對話</translation>
    </message>
    <message>
        <source>{name} is typing …</source>
        <translation>{name} 正在輸入…</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing …</source>
        <translation>
            <numerusform>%n 人正在輸入…</numerusform>
        </translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}。{advice}</translation>
    </message>
</context>
<context>
    <name>ConversationFiles</name>
    <message>
        <source>Open a file</source>
        <translation>開啟檔案</translation>
    </message>
    <message>
        <source>Open {name}?</source>
        <translation>要開啟 {name} 嗎？</translation>
    </message>
    <message>
        <source>This file can run on this computer and do harm. Open it only if you know what it is and trust who sent it.</source>
        <translation>這個檔案可以在電腦上執行，可能有害。請確認它是什麼，並且信任傳送的人，再開啟。</translation>
    </message>
    <message>
        <source>Open anyway</source>
        <translation>仍要開啟</translation>
    </message>
    <message>
        <source>Do not open</source>
        <translation>不開啟</translation>
    </message>
    <message>
        <source>No program on this computer opens this file. Save it instead.</source>
        <translation>這台電腦上沒有程式能開啟這個檔案，請另存後使用。</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存新檔</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>已儲存：{path}</translation>
    </message>
    <message>
        <source>Choose pictures</source>
        <translation>選擇圖片</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>選擇檔案</translation>
    </message>
    <message>
        <source>Pictures ({endings})</source>
        <translation>圖片 ({endings})</translation>
    </message>
    <message>
        <source>Picture {moment}.{ending}</source>
        <comment>file name of a pasted picture</comment>
        <translation>圖片 {moment}.{ending}</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) at once; the others were left out.</source>
        <translation>
            <numerusform>一次最多 %n 個檔案，其餘的沒有加入。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DayPopup</name>
    <message>
        <source>Go to a day</source>
        <translation>跳到某一天</translation>
    </message>
</context>
<context>
    <name>DeliveryWords</name>
    <message>
        <source>SMS</source>
        <translation>簡訊</translation>
    </message>
    <message>
        <source>Phone call</source>
        <translation>電話</translation>
    </message>
    <message>
        <source>SMS sent {time}</source>
        <translation>簡訊已傳 {time}</translation>
    </message>
    <message>
        <source>called {time}</source>
        <translation>已撥打電話 {time}</translation>
    </message>
    <message>
        <source>SMS refused by the gateway</source>
        <translation>簡訊遭閘道拒絕</translation>
    </message>
    <message>
        <source>call refused by the gateway</source>
        <translation>電話遭閘道拒絕</translation>
    </message>
    <message>
        <source>SMS not possible: no number</source>
        <translation>無法傳簡訊：沒有號碼</translation>
    </message>
    <message>
        <source>call not possible: no number</source>
        <translation>無法打電話：沒有號碼</translation>
    </message>
    <message>
        <source>no SMS: the daily limit is reached</source>
        <translation>未傳簡訊：已達當日上限</translation>
    </message>
    <message>
        <source>no call: the daily limit is reached</source>
        <translation>未打電話：已達當日上限</translation>
    </message>
    <message>
        <source>SMS not sent: the gateway did not answer</source>
        <translation>簡訊未傳出：閘道沒有回應</translation>
    </message>
    <message>
        <source>call not made: the gateway did not answer</source>
        <translation>電話未撥出：閘道沒有回應</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between what became of SMS and call</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{name}: {words}</source>
        <translation>{name}：{words}</translation>
    </message>
    <message>
        <source>{channel}: {sent} sent, {failed} could not be sent</source>
        <translation>{channel}：{sent} 則成功，{failed} 則未成功</translation>
    </message>
    <message>
        <source>{channel}: {failed} could not be sent</source>
        <translation>{channel}：{failed} 則未成功</translation>
    </message>
    <message>
        <source>{channel}: {sent} sent</source>
        <translation>{channel}：{sent} 則成功</translation>
    </message>
    <message>
        <source>not signed in yet</source>
        <translation>尚未登入</translation>
    </message>
    <message numerus="yes">
        <source>%n families have never signed in: hand out their slips again</source>
        <translation>
            <numerusform>%n 個家庭從未登入：請重新發放登入單</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have never signed in: hand out their slips again</source>
        <translation>
            <numerusform>%n 人從未登入：請重新發放登入單</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DemoWindow</name>
    <message>
        <source>The demo school could not be started. The window of the command has the details.</source>
        <translation>示範學校沒有啟動成功，詳情請看執行指令的視窗。</translation>
    </message>
    <message>
        <source>Open as the class teacher</source>
        <translation>以班導師身分開啟</translation>
    </message>
    <message>
        <source>Open as a student</source>
        <translation>以學生身分開啟</translation>
    </message>
    <message>
        <source>Open as a guardian</source>
        <translation>以家長身分開啟</translation>
    </message>
    <message>
        <source>Schoolbell demo school</source>
        <translation>校鈴示範學校</translation>
    </message>
    <message>
        <source>Open as</source>
        <translation>開啟身分</translation>
    </message>
    <message>
        <source>Preparing the school …</source>
        <translation>正在準備學校…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>進度</translation>
    </message>
    <message>
        <source>The school is running on this machine only. Everything you do here is thrown away when this window is closed. There is no keyring in the demo: sessions are kept in a private file.</source>
        <translation>這所學校只在這台電腦上執行，關閉這個視窗後，在這裡做的一切都會捨棄。示範中沒有金鑰圈，登入資訊存在只有你能讀取的檔案裡。</translation>
    </message>
    <message>
        <source>Starting the homeserver …</source>
        <translation>正在啟動伺服器…</translation>
    </message>
    <message>
        <source>People sign in for the first time …</source>
        <translation>大家第一次登入…</translation>
    </message>
    <message>
        <source>An ordinary morning of messages …</source>
        <translation>平常上午的訊息…</translation>
    </message>
    <message>
        <source>Importing the school&apos;s roster …</source>
        <translation>正在匯入名冊…</translation>
    </message>
</context>
<context>
    <name>DetailsColumn</name>
    <message>
        <source>Close details</source>
        <translation>關閉詳細資料</translation>
    </message>
</context>
<context>
    <name>DiagnosticsSection</name>
    <message>
        <source>Help</source>
        <translation>說明</translation>
    </message>
    <message>
        <source>A text file for whoever looks after this computer: versions, settings, numbers and the last lines of the log. It holds no messages, no names and no passwords; you can read it before you send it.</source>
        <translation>一個文字檔，給管理這台電腦的人看：版本、設定、一些數字和記錄檔的最後幾行。裡面沒有訊息、姓名和密碼，傳送前可以自己先看。</translation>
    </message>
    <message>
        <source>Export diagnostics…</source>
        <translation>匯出診斷報告…</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已儲存。</translation>
    </message>
    <message>
        <source>Export diagnostics</source>
        <translation>匯出診斷報告</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文字檔 (*.txt)</translation>
    </message>
</context>
<context>
    <name>DingEntrances</name>
    <message>
        <source>DING these people</source>
        <translation>DING 這些人</translation>
    </message>
    <message numerus="yes">
        <source>DING the %n unread</source>
        <translation>
            <numerusform>DING 未讀的 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>DING this</source>
        <translation>DING 這則</translation>
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
        <translation>提醒紀錄</translation>
    </message>
    <message>
        <source>Export as a spreadsheet</source>
        <translation>匯出為試算表</translation>
    </message>
    <message>
        <source>Withdraw …</source>
        <translation>收回…</translation>
    </message>
    <message>
        <source>Write to {name}</source>
        <translation>傳訊息給 {name}</translation>
    </message>
    <message>
        <source>DING this family alone</source>
        <translation>只 DING 這一戶</translation>
    </message>
</context>
<context>
    <name>DingPane</name>
    <message>
        <source>The reminder is on its way.</source>
        <translation>提醒正在送出。</translation>
    </message>
    <message>
        <source>It is taken back.</source>
        <translation>已收回。</translation>
    </message>
    <message>
        <source>It comes back in five minutes.</source>
        <translation>5 分鐘後再提醒你。</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已儲存：{path}</translation>
    </message>
    <message>
        <source>It has already gone out. You can withdraw it.</source>
        <translation>已經送出了，需要的話可以收回。</translation>
    </message>
    <message>
        <source>DING</source>
        <translation>DING</translation>
    </message>
    <message>
        <source>Your DINGs are on their way</source>
        <translation>正在載入你的 DING</translation>
    </message>
    <message numerus="yes">
        <source>%n DING(s) wait for you</source>
        <translation>
            <numerusform>%n 則 DING 等你確認</numerusform>
        </translation>
    </message>
    <message>
        <source>Open one at the left to read and confirm it.</source>
        <translation>從左邊開啟一則，看過後確認。</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>沒有等你確認的</translation>
    </message>
    <message>
        <source>A DING stays on the screen of everybody it is for until they confirm it.</source>
        <translation>DING 會一直停在收件人的螢幕上，直到確認。</translation>
    </message>
    <message>
        <source>Offline. What you confirm and send goes out when there is a connection.</source>
        <translation>離線。你的確認和要傳送的 DING，連線後就會送出。</translation>
    </message>
    <message>
        <source>It goes out at its time. Until then it can be changed.</source>
        <translation>時間到就送出，之前都可以修改。</translation>
    </message>
</context>
<context>
    <name>DingRow</name>
    <message>
        <source>{who} · this computer must be on</source>
        <translation>{who} · 電腦要開著</translation>
    </message>
    <message>
        <source>No text yet</source>
        <translation>還沒有內容</translation>
    </message>
    <message>
        <source>{name} · {role}</source>
        <comment>sender and subject</comment>
        <translation>{name} · {role}</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已收回</translation>
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
        <translation>班級</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>學號</translation>
    </message>
    <message>
        <source>Student or colleague</source>
        <translation>學生或同事</translation>
    </message>
    <message>
        <source>Household</source>
        <translation>這一戶</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>身分</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>簽名</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>約 {time}</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已簽名</translation>
    </message>
</context>
<context>
    <name>DingText</name>
    <message numerus="yes">
        <source>%n waiting for you</source>
        <translation>
            <numerusform>等你確認 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本週</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>上週</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>之後</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n 戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>已收回</translation>
    </message>
    <message numerus="yes">
        <source>%n copies were not sent</source>
        <translation>
            <numerusform>%n 份未送出</numerusform>
        </translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>正在送出</translation>
    </message>
    <message>
        <source>{families}, all confirmed</source>
        <translation>{families}全部已確認</translation>
    </message>
    <message>
        <source>{families} · {count} confirmed</source>
        <translation>{families} · 已確認 {count}</translation>
    </message>
    <message>
        <source>{people} · {families}</source>
        <translation>{people} · {families}</translation>
    </message>
    <message>
        <source>confirm by {time}</source>
        <translation>{time} 前確認</translation>
    </message>
    <message numerus="yes">
        <source>reminded %n time(s)</source>
        <translation>
            <numerusform>提醒過 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已收回</translation>
    </message>
    <message>
        <source>waits for your confirmation</source>
        <translation>等你確認</translation>
    </message>
    <message>
        <source>confirmed by you</source>
        <translation>你已確認</translation>
    </message>
    <message>
        <source>confirmed by {name}</source>
        <translation>{name}已確認</translation>
    </message>
    <message>
        <source>seen by you</source>
        <translation>你已看過</translation>
    </message>
</context>
<context>
    <name>DingWords</name>
    <message numerus="yes">
        <source>goes in %n second(s)</source>
        <translation>
            <numerusform>%n 秒後送出</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>reminded %n time(s)</source>
        <translation>
            <numerusform>提醒過 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} guardians</source>
        <translation>{name} 家長</translation>
    </message>
    <message>
        <source>{name} students</source>
        <translation>{name} 學生</translation>
    </message>
    <message>
        <source>{name} teachers</source>
        <translation>{name} 老師</translation>
    </message>
    <message>
        <source>{name} everybody</source>
        <translation>{name} 所有人</translation>
    </message>
    <message>
        <source>All colleagues</source>
        <translation>全體教職員</translation>
    </message>
    <message>
        <source>All families of the school</source>
        <translation>全校家長和學生</translation>
    </message>
    <message>
        <source>MMM d ddd</source>
        <comment>date format of a day with its weekday</comment>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>today {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>tomorrow {time}</source>
        <translation>明天 {time}</translation>
    </message>
    <message>
        <source>Was due {time}</source>
        <translation>{time} 截止，已逾期</translation>
    </message>
    <message>
        <source>Confirm by {time}</source>
        <translation>{time} 前確認</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>已逾期</translation>
    </message>
    <message>
        <source>by {time}</source>
        <translation>{time} 前</translation>
    </message>
    <message>
        <source>MMM d</source>
        <comment>date format of a short day</comment>
        <translation>M月d日</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小時</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n 分鐘</numerusform>
        </translation>
    </message>
    <message>
        <source>the students confirm themselves</source>
        <translation>學生本人確認</translation>
    </message>
    <message>
        <source>a guardian or the student confirms</source>
        <translation>家長或學生本人確認</translation>
    </message>
    <message>
        <source>one guardian per family confirms</source>
        <translation>每戶一位家長確認</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>簡訊</translation>
    </message>
    <message>
        <source>Phone call</source>
        <translation>語音電話</translation>
    </message>
    <message>
        <source>Pop-up in the app</source>
        <translation>程式內彈出視窗</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the names of channels</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>約 {time}</translation>
    </message>
    <message>
        <source>signed {time}</source>
        <translation>已簽名 {time}</translation>
    </message>
    <message>
        <source>confirmed {time}</source>
        <translation>已確認 {time}</translation>
    </message>
    <message>
        <source>read {time}</source>
        <translation>已讀 {time}</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未讀</translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n 次</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n 戶</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftQuestion</name>
    <message>
        <source>Delete draft</source>
        <translation>刪除草稿</translation>
    </message>
    <message>
        <source>Delete this draft?</source>
        <translation>要刪除這份草稿嗎？</translation>
    </message>
    <message>
        <source>What was written and the recipients go. Nobody has got it.</source>
        <translation>內容和收件人會一併刪除。它還沒有傳送給任何人。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Keep the draft</source>
        <translation>保留草稿</translation>
    </message>
</context>
<context>
    <name>DropSheet</name>
    <message>
        <source>Drop files here to send them</source>
        <translation>放開滑鼠，加入要傳送的檔案</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The network is down</source>
        <translation>網路中斷了</translation>
    </message>
    <message>
        <source>Check the cable or Wi-Fi. Schoolbell tries again by itself.</source>
        <translation>請檢查網路線或 Wi-Fi，校鈴會自動重試。</translation>
    </message>
    <message>
        <source>The school&apos;s server does not answer</source>
        <translation>學校伺服器沒有回應</translation>
    </message>
    <message>
        <source>It may be busy. Try again in a moment.</source>
        <translation>可能正忙，請稍後再試。</translation>
    </message>
    <message>
        <source>The connection is not secure</source>
        <translation>連線不安全</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not valid. Check this computer&apos;s date, or ask the school.</source>
        <translation>伺服器的憑證無效。請檢查電腦日期，或詢問學校。</translation>
    </message>
    <message>
        <source>No school was found at this address</source>
        <translation>這個位址找不到學校</translation>
    </message>
    <message>
        <source>The address is printed on the sign-in slip. Check each letter.</source>
        <translation>位址印在登入單上，請逐字核對。</translation>
    </message>
    <message>
        <source>There is no school server at this address</source>
        <translation>這個位址不是學校伺服器</translation>
    </message>
    <message>
        <source>The school&apos;s server is too old for Schoolbell</source>
        <translation>學校伺服器版本太舊，校鈴無法使用</translation>
    </message>
    <message>
        <source>It lacks sliding sync. Ask the school&apos;s IT to update it.</source>
        <translation>缺少滑動同步功能，請學校資訊老師更新。</translation>
    </message>
    <message>
        <source>This network asks you to sign in first</source>
        <translation>這個網路需要先登入</translation>
    </message>
    <message>
        <source>Open a web page, sign in to the network, then come back.</source>
        <translation>請開啟網頁登入網路，再回到這裡。</translation>
    </message>
    <message>
        <source>The proxy cannot be used</source>
        <translation>代理伺服器無法使用</translation>
    </message>
    <message>
        <source>Check the proxy in this computer&apos;s network settings, or ask the school&apos;s IT.</source>
        <translation>請檢查電腦網路設定中的代理伺服器，或洽學校資訊組。</translation>
    </message>
    <message>
        <source>This computer uses a proxy script</source>
        <translation>這台電腦使用了代理設定指令碼</translation>
    </message>
    <message>
        <source>Schoolbell cannot read proxy scripts (PAC). Ask the school&apos;s IT for the proxy&apos;s address.</source>
        <translation>校鈴不支援代理設定指令碼（PAC）。請向學校資訊組詢問代理伺服器位址。</translation>
    </message>
    <message>
        <source>Account or password is wrong</source>
        <translation>帳號或密碼錯誤</translation>
    </message>
    <message>
        <source>Forgotten? The class teacher or the office can print a new slip.</source>
        <translation>忘記了？班導師或教務處可以重新列印登入單。</translation>
    </message>
    <message>
        <source>Too many tries</source>
        <translation>嘗試次數太多</translation>
    </message>
    <message>
        <source>Wait a little, then try again.</source>
        <translation>請稍候再試。</translation>
    </message>
    <message>
        <source>You have been signed out</source>
        <translation>你已登出</translation>
    </message>
    <message>
        <source>Sign in again to go on. Nothing on this computer is lost.</source>
        <translation>重新登入即可繼續，這台電腦上的內容都還在。</translation>
    </message>
    <message>
        <source>Your sign-in has ended</source>
        <translation>登入已到期</translation>
    </message>
    <message>
        <source>You may not do this here</source>
        <translation>你在這裡不能這樣做</translation>
    </message>
    <message>
        <source>Ask a teacher of this group if you need to.</source>
        <translation>如有需要，請詢問本群組的老師。</translation>
    </message>
    <message>
        <source>It is not there any more</source>
        <translation>已經不存在</translation>
    </message>
    <message>
        <source>It may have been removed.</source>
        <translation>可能已被刪除。</translation>
    </message>
    <message>
        <source>This is too large to send</source>
        <translation>太長了，無法傳送</translation>
    </message>
    <message>
        <source>Split it into smaller messages.</source>
        <translation>請分成幾則傳送。</translation>
    </message>
    <message>
        <source>The school&apos;s server refused this</source>
        <translation>學校伺服器拒絕了</translation>
    </message>
    <message>
        <source>Change it and try again, or delete it.</source>
        <translation>修改後再試，或刪除。</translation>
    </message>
    <message>
        <source>The school&apos;s server has a problem</source>
        <translation>學校伺服器發生問題</translation>
    </message>
    <message>
        <source>Nothing is lost. Schoolbell tries again by itself.</source>
        <translation>沒有遺失任何內容，校鈴會自動重試。</translation>
    </message>
    <message>
        <source>The school&apos;s server has restarted</source>
        <translation>學校伺服器重新啟動過</translation>
    </message>
    <message>
        <source>Schoolbell is catching up by itself.</source>
        <translation>校鈴正在自動補齊。</translation>
    </message>
    <message>
        <source>This slip code is not right</source>
        <translation>登入碼錯誤</translation>
    </message>
    <message>
        <source>A letter or digit differs from the slip. Check it and try again.</source>
        <translation>有字母或數字與登入單不同，請核對後再試。</translation>
    </message>
    <message>
        <source>This password is too easy to guess</source>
        <translation>密碼太容易猜</translation>
    </message>
    <message>
        <source>Use at least 8 characters, letters and digits.</source>
        <translation>至少 8 個字元，需有字母和數字。</translation>
    </message>
    <message>
        <source>This account now belongs to another school</source>
        <translation>這個帳號現在屬於另一所學校</translation>
    </message>
    <message>
        <source>Ask the school&apos;s office before you go on.</source>
        <translation>繼續之前請先詢問教務處。</translation>
    </message>
    <message>
        <source>This computer has no safe place for the sign-in</source>
        <translation>這台電腦沒有安全儲存登入的地方</translation>
    </message>
    <message>
        <source>You stay signed in until Schoolbell is closed.</source>
        <translation>關閉校鈴前會保持登入。</translation>
    </message>
    <message>
        <source>The browser could not be opened</source>
        <translation>無法開啟瀏覽器</translation>
    </message>
    <message>
        <source>Set a default browser on this computer, or use your password.</source>
        <translation>請在電腦上設定預設瀏覽器，或改用密碼登入。</translation>
    </message>
    <message>
        <source>The sign-in in the browser was not finished</source>
        <translation>瀏覽器中的登入沒有完成</translation>
    </message>
    <message>
        <source>Try again and finish it in the browser window.</source>
        <translation>請重試，並在瀏覽器視窗中完成登入。</translation>
    </message>
    <message>
        <source>The PIN is wrong</source>
        <translation>PIN 碼不正確</translation>
    </message>
    <message>
        <source>Forgotten? Sign in with your password: nothing is lost.</source>
        <translation>忘記了？用密碼重新登入即可，資料不會遺失。</translation>
    </message>
    <message>
        <source>Schoolbell is already open with this account</source>
        <translation>這個帳號的校鈴已經開啟</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it first.</source>
        <translation>請使用已開啟的視窗，或先關閉它。</translation>
    </message>
    <message>
        <source>A newer Schoolbell has used this data</source>
        <translation>這份資料被較新版本的校鈴用過</translation>
    </message>
    <message>
        <source>Update Schoolbell to open it.</source>
        <translation>請更新校鈴後再開啟。</translation>
    </message>
    <message>
        <source>Data on this computer is damaged</source>
        <translation>這台電腦上的資料已損毀</translation>
    </message>
    <message>
        <source>It has been kept. Ask the school&apos;s IT for help.</source>
        <translation>資料仍保留，請找學校資訊老師協助。</translation>
    </message>
    <message>
        <source>Messages kept here were damaged</source>
        <translation>這台電腦上存的訊息損壞了</translation>
    </message>
    <message>
        <source>They are loaded again; nothing is lost.</source>
        <translation>正在重新載入，沒有遺失任何內容。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁碟已滿</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>請清出空間後再試。</translation>
    </message>
    <message>
        <source>Schoolbell cannot write to its folder</source>
        <translation>校鈴無法寫入自己的資料夾</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions or ask the school&apos;s IT.</source>
        <translation>請檢查資料夾權限，或詢問學校資訊老師。</translation>
    </message>
    <message>
        <source>Schoolbell is not set up correctly</source>
        <translation>校鈴設定不正確</translation>
    </message>
    <message>
        <source>Ask the school&apos;s IT for help.</source>
        <translation>請找學校資訊老師協助。</translation>
    </message>
    <message>
        <source>The roster has mistakes</source>
        <translation>名冊有錯誤</translation>
    </message>
    <message>
        <source>Correct them and import it again.</source>
        <translation>請更正後重新匯入。</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>沒有變更任何內容。</translation>
    </message>
    <message>
        <source>The file cannot be read any more</source>
        <translation>檔案讀不到了</translation>
    </message>
    <message>
        <source>It was moved, deleted or unplugged. Put it back and try again.</source>
        <translation>它可能被移動、刪除，或隨身碟已拔除。放回原處後再試一次。</translation>
    </message>
    <message>
        <source>The file was changed after you chose it</source>
        <translation>檔案在選擇之後被更動過</translation>
    </message>
    <message>
        <source>Delete this message and choose the file again.</source>
        <translation>請刪除這則訊息，再重新選擇檔案。</translation>
    </message>
    <message>
        <source>This file is not what its sender announced</source>
        <translation>檔案與傳送者所說的不一致</translation>
    </message>
    <message>
        <source>It was not opened. Ask for it to be sent again.</source>
        <translation>沒有開啟它。請對方重新傳送。</translation>
    </message>
    <message>
        <source>This file is too large for the school&apos;s server</source>
        <translation>檔案超出學校伺服器能接收的大小</translation>
    </message>
    <message>
        <source>Make it smaller or split it, then send it again.</source>
        <translation>請壓縮或分割後再傳送。</translation>
    </message>
    <message>
        <source>Nothing can be saved in this folder</source>
        <translation>無法儲存到這個資料夾</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>請選擇其他資料夾。</translation>
    </message>
    <message>
        <source>There is no microphone on this computer</source>
        <translation>這台電腦沒有麥克風</translation>
    </message>
    <message>
        <source>Plug one in, then try again.</source>
        <translation>接上麥克風後再試一次。</translation>
    </message>
    <message>
        <source>Schoolbell may not use the microphone</source>
        <translation>校鈴無法使用麥克風</translation>
    </message>
    <message>
        <source>Allow it in this computer&apos;s privacy settings, or close the program that uses it.</source>
        <translation>請在這台電腦的隱私權設定中允許，或關閉正在使用麥克風的程式。</translation>
    </message>
    <message>
        <source>Nothing could be recorded</source>
        <translation>沒有錄到聲音</translation>
    </message>
    <message>
        <source>Check the microphone, then try again.</source>
        <translation>檢查麥克風後再試一次。</translation>
    </message>
    <message>
        <source>There is no loudspeaker on this computer</source>
        <translation>這台電腦沒有喇叭</translation>
    </message>
    <message>
        <source>Plug in headphones or a loudspeaker, then try again.</source>
        <translation>接上耳機或喇叭後再試一次。</translation>
    </message>
    <message>
        <source>This cannot be played</source>
        <translation>無法播放</translation>
    </message>
    <message>
        <source>It is damaged, or no sound at all. Ask for it to be sent again.</source>
        <translation>檔案已損毀，或不是聲音。請對方重新傳送。</translation>
    </message>
    <message>
        <source>Who may write here was not changed</source>
        <translation>發言權限沒有改成</translation>
    </message>
    <message>
        <source>Somebody may have changed your rights or this person&apos;s. Look again, then try once more.</source>
        <translation>可能有人剛改過您或對方的權限。請看一下再試一次。</translation>
    </message>
    <message>
        <source>Only files can be sent</source>
        <translation>只能傳送檔案</translation>
    </message>
    <message>
        <source>Put a folder into one archive file first, then send that.</source>
        <translation>資料夾請先打包成一個壓縮檔再傳送。</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>發生問題</translation>
    </message>
    <message>
        <source>Try again. If it stays so, tell the school&apos;s IT.</source>
        <translation>請再試一次，若仍不行請告訴學校資訊老師。</translation>
    </message>
    <message>
        <source>Take one out first.</source>
        <translation>先移除一個再加。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) at once</source>
        <translation>
            <numerusform>一次最多 %n 個檔案</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You can try again in %n second(s).</source>
        <translation>
            <numerusform>%n 秒後可以再試。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FollowPage</name>
    <message>
        <source>Export as a spreadsheet</source>
        <translation>匯出為試算表</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Name or initials</source>
        <translation>姓名或首字母</translation>
    </message>
    <message>
        <source>Search households</source>
        <translation>搜尋家庭</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>學生</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>聯絡</translation>
    </message>
    <message>
        <source>Who has confirmed</source>
        <translation>誰已確認</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message numerus="yes">
        <source>%n copies were refused: see the outbox in Messages.</source>
        <translation>
            <numerusform>%n 份遭伺服器拒絕，請看「訊息」中的寄件匣。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies are still on their way; they go out by themselves.</source>
        <translation>
            <numerusform>還有 %n 份正在送出，會自動送完。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent {time}</source>
        <translation>{time} 送出</translation>
    </message>
    <message>
        <source>reminded every {pause}, {left}</source>
        <translation>每 {pause}自動提醒，{left}</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>還剩 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>with a signature</source>
        <translation>要簽名</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>{time} 截止</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Family</source>
        <translation>家庭</translation>
    </message>
    <message>
        <source>Family ({who})</source>
        <translation>家庭（{who}）</translation>
    </message>
    <message>
        <source>Not finished {count}</source>
        <translation>未完成 {count}</translation>
    </message>
    <message>
        <source>Read, not confirmed {count}</source>
        <translation>已讀未確認 {count}</translation>
    </message>
    <message>
        <source>Unread {count}</source>
        <translation>未讀 {count}</translation>
    </message>
    <message>
        <source>Not signed in {count}</source>
        <translation>尚未登入 {count}</translation>
    </message>
    <message>
        <source>Confirmed {count}</source>
        <translation>已確認 {count}</translation>
    </message>
    <message>
        <source>Read {count}</source>
        <translation>已讀 {count}</translation>
    </message>
    <message>
        <source>Counting who has confirmed</source>
        <translation>正在統計誰已確認</translation>
    </message>
    <message>
        <source>Nobody is called so</source>
        <translation>沒有叫這個名字的人</translation>
    </message>
    <message>
        <source>Try a part of the name.</source>
        <translation>請試試只輸入部分名字。</translation>
    </message>
    <message>
        <source>It is not known yet who has confirmed</source>
        <translation>還不知道誰已確認</translation>
    </message>
    <message>
        <source>It comes with the connection.</source>
        <translation>連線後就會顯示。</translation>
    </message>
    <message>
        <source>Everybody has confirmed</source>
        <translation>全部已確認</translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation>這裡沒有人</translation>
    </message>
    <message>
        <source>Choose another filter.</source>
        <translation>請換一個篩選條件。</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收合</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>展開全文</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>收回</translation>
    </message>
    <message>
        <source>Take this DING back?</source>
        <translation>要收回這則 DING 嗎？</translation>
    </message>
    <message>
        <source>Its pop-ups close everywhere, and phones read that it does not stand any more. Who has read it has read it.</source>
        <translation>所有人的彈出視窗都會關閉，手機上會顯示已收回。已經看過的人，內容就是看到了。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>不收回</translation>
    </message>
    <message>
        <source>Export who has confirmed</source>
        <translation>匯出確認情形</translation>
    </message>
    <message>
        <source>Spreadsheet (*.xlsx)</source>
        <translation>試算表 (*.xlsx)</translation>
    </message>
    <message>
        <source>ding.xlsx</source>
        <translation>DING 確認情形.xlsx</translation>
    </message>
</context>
<context>
    <name>FollowSummary</name>
    <message>
        <source>Confirmed</source>
        <translation>已確認</translation>
    </message>
    <message>
        <source>Read, not confirmed</source>
        <translation>已讀，未確認</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未讀</translation>
    </message>
    <message>
        <source>{unit} · {percent} %</source>
        <translation>{unit} · {percent}%</translation>
    </message>
    <message>
        <source>{count} of {total} confirmed</source>
        <translation>共 {total}，已確認 {count}</translation>
    </message>
    <message numerus="yes">
        <source>Remind %n families</source>
        <translation>
            <numerusform>再 DING 未確認的 %n 戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remind %n people</source>
        <translation>
            <numerusform>再 DING 未確認的 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Withdrawn: nobody is asked any more</source>
        <translation>已收回，不再要求確認</translation>
    </message>
    <message>
        <source>Everybody has confirmed</source>
        <translation>全部已確認</translation>
    </message>
    <message>
        <source>Reminded {time}; again 5 minutes later</source>
        <translation>{time} 剛提醒過，5 分鐘後可再提醒</translation>
    </message>
    <message>
        <source>Sent just now; possible after 5 minutes</source>
        <translation>剛剛送出，5 分鐘後可以提醒</translation>
    </message>
    <message>
        <source>Last reminded {time}</source>
        <translation>{time} 提醒過</translation>
    </message>
</context>
<context>
    <name>FollowText</name>
    <message>
        <source>Confirmed</source>
        <translation>已確認</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已讀</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未讀</translation>
    </message>
</context>
<context>
    <name>FollowUnits</name>
    <message numerus="yes">
        <source>families</source>
        <translation>
            <numerusform>戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>people</source>
        <translation>
            <numerusform>人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FollowView</name>
    <message>
        <source>Write to them</source>
        <translation>傳訊息</translation>
    </message>
    <message>
        <source>DING this family alone</source>
        <translation>只 DING 這一戶</translation>
    </message>
</context>
<context>
    <name>GuardCard</name>
    <message numerus="yes">
        <source>These families have %n DING(s) today already</source>
        <translation>
            <numerusform>這些家庭今天已有 %n 則 DING</numerusform>
        </translation>
    </message>
    <message>
        <source>If it can wait, it is seen better at another time.</source>
        <translation>不急的話，換個時間更容易被看到。</translation>
    </message>
    <message>
        <source>It is the school&apos;s quiet time</source>
        <translation>現在是學校的勿擾時段</translation>
    </message>
    <message>
        <source>The pop-up and its sound would come now, at this hour.</source>
        <translation>現在送出，彈出視窗和聲音馬上就會出現。</translation>
    </message>
    <message>
        <source>Send it {time}</source>
        <translation>{time} 傳送</translation>
    </message>
    <message>
        <source>Send now anyway</source>
        <translation>仍現在傳送</translation>
    </message>
</context>
<context>
    <name>InvitationRow</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒絕</translation>
    </message>
    <message>
        <source>{name} invites you to the chat “{room}”</source>
        <translation>{name}邀請你加入聊天「{room}」</translation>
    </message>
    <message>
        <source>{name} would like to chat with you</source>
        <translation>{name}想和你聊天</translation>
    </message>
    <message>
        <source>Not on your school&apos;s roster. Account: {address}</source>
        <translation>不在學校名冊中。帳號：{address}</translation>
    </message>
    <message numerus="yes">
        <source>%n more invitation(s)</source>
        <translation>
            <numerusform>還有 %n 個邀請</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ItemText</name>
    <message>
        <source>Student</source>
        <translation>學生</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>家長</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>老師</translation>
    </message>
    <message>
        <source>Class teacher</source>
        <translation>班導師</translation>
    </message>
    <message>
        <source>Principal</source>
        <translation>校長</translation>
    </message>
    <message>
        <source>School office</source>
        <translation>教務處</translation>
    </message>
    <message>
        <source>Education bureau</source>
        <translation>教育局</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>圖片</translation>
    </message>
    <message>
        <source>File</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>語音訊息</translation>
    </message>
    <message>
        <source>Message recalled</source>
        <translation>訊息已收回</translation>
    </message>
    <message>
        <source>Encrypted message, cannot be read here</source>
        <translation>加密訊息，無法在此閱讀</translation>
    </message>
    <message>
        <source>Message that cannot be shown here</source>
        <translation>無法在此顯示的訊息</translation>
    </message>
    <message numerus="yes">
        <source>at least %n unread</source>
        <translation>
            <numerusform>至少 %n 則未讀</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 則未讀</numerusform>
        </translation>
    </message>
    <message>
        <source>mentions you</source>
        <translation>提到你</translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>%n 則未送出</numerusform>
        </translation>
    </message>
    <message>
        <source>muted</source>
        <translation>已靜音</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>waiting to be sent</source>
        <translation>等待傳送</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未送出</translation>
    </message>
    <message>
        <source>read by all</source>
        <translation>全部已讀</translation>
    </message>
    <message>
        <source>{people} joined</source>
        <translation>{people} 加入了</translation>
    </message>
    <message>
        <source>{people} left</source>
        <translation>{people} 離開了</translation>
    </message>
    <message>
        <source>{name} invited {other}</source>
        <translation>{name} 邀請了 {other}</translation>
    </message>
    <message>
        <source>{name} removed {other}</source>
        <translation>{name} 移出了 {other}</translation>
    </message>
    <message>
        <source>{name} removed {other} for good</source>
        <translation>{name} 移出了 {other}，不可再加入</translation>
    </message>
    <message>
        <source>{name} renamed the group to {other}</source>
        <translation>{name} 將群組改名為 {other}</translation>
    </message>
    <message>
        <source>{name} changed the description</source>
        <translation>{name} 變更了群組說明</translation>
    </message>
    <message>
        <source>{name} changed the picture</source>
        <translation>{name} 更換了群組圖片</translation>
    </message>
    <message>
        <source>{name} created the group</source>
        <translation>{name} 建立了群組</translation>
    </message>
    <message>
        <source>{name} turned on encryption</source>
        <translation>{name} 開啟了加密</translation>
    </message>
    <message>
        <source>{name} changed the group</source>
        <translation>{name} 變更了群組設定</translation>
    </message>
    <message>
        <source>New messages below</source>
        <translation>以下為新訊息</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded</source>
        <translation>無法載入較早的訊息</translation>
    </message>
    <message>
        <source>Loading earlier messages</source>
        <translation>正在載入較早的訊息</translation>
    </message>
    <message>
        <source>in reply to {name}</source>
        <translation>回覆 {name}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已編輯</translation>
    </message>
</context>
<context>
    <name>JumpPill</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n 則新訊息</numerusform>
        </translation>
    </message>
    <message>
        <source>To the newest</source>
        <translation>回到最新</translation>
    </message>
</context>
<context>
    <name>LinkPopover</name>
    <message>
        <source>Address of the link</source>
        <translation>連結網址</translation>
    </message>
    <message>
        <source>Add the link</source>
        <translation>加入連結</translation>
    </message>
    <message>
        <source>No link</source>
        <translation>移除連結</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>a chat</source>
        <translation>一個對話</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>開啟連結</translation>
    </message>
    <message>
        <source>A link wants to open “{name}”</source>
        <translation>有連結要開啟「{name}」</translation>
    </message>
    <message>
        <source>Open it if you expected this. Nothing is sent.</source>
        <translation>如果是你要開啟的就開啟，不會傳送任何內容。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暫時不要</translation>
    </message>
    <message>
        <source>You have no chat with {name}</source>
        <translation>你和 {name} 沒有對話</translation>
    </message>
    <message>
        <source>A link wanted to open it. You can find people of your school with Ctrl+K.</source>
        <translation>有連結要開啟它。按 Ctrl+K 可以找到本校的人。</translation>
    </message>
    <message>
        <source>You are not in the chat that a link wants to open</source>
        <translation>你不在連結要開啟的對話中</translation>
    </message>
    <message>
        <source>Perhaps it is for another account. Ask whoever sent the link, or your school.</source>
        <translation>它可能是給其他帳號的。請詢問傳送連結的人或學校。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
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
        <translation>搜尋和篩選 (Ctrl+F)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>New DING</source>
        <translation>新增 DING</translation>
    </message>
    <message>
        <source>New DING (Ctrl+N)</source>
        <translation>新增 DING (Ctrl+N)</translation>
    </message>
    <message>
        <source>Which DINGs</source>
        <translation>哪些 DING</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
    <message>
        <source>Search these DINGs</source>
        <translation>搜尋這些 DING</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>只顯示</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送出</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>排程</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Waiting for me</source>
        <translation>等我確認</translation>
    </message>
    <message>
        <source>With a deadline</source>
        <translation>有截止時間</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Your DINGs are on their way</source>
        <translation>正在載入你的 DING</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>沒有符合的</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>顯示全部</translation>
    </message>
    <message>
        <source>No DING for you</source>
        <translation>沒有你的 DING</translation>
    </message>
    <message>
        <source>New ones pop up, and they appear here.</source>
        <translation>有新的會跳出來，也會出現在這裡。</translation>
    </message>
    <message>
        <source>Nothing sent yet</source>
        <translation>還沒有送出過</translation>
    </message>
    <message>
        <source>A DING stays on the screen until it is confirmed.</source>
        <translation>DING 會一直停在螢幕上，直到確認。</translation>
    </message>
    <message>
        <source>Nothing scheduled</source>
        <translation>沒有排程</translation>
    </message>
    <message>
        <source>Choose a time when you write a DING.</source>
        <translation>撰寫 DING 時可以選擇傳送時間。</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Schoolbell is locked</source>
        <translation>校鈴已鎖定</translation>
    </message>
    <message>
        <source>Enter the PIN to go on.</source>
        <translation>輸入 PIN 碼繼續使用。</translation>
    </message>
    <message>
        <source>Enter your account and its PIN.</source>
        <translation>輸入你的帳號和 PIN 碼。</translation>
    </message>
    <message>
        <source>Account (staff number, student number)</source>
        <translation>帳號（教職員編號、學號）</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 碼</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Another account</source>
        <translation>換一個帳號</translation>
    </message>
    <message>
        <source>Forgot the PIN? Sign in with the password</source>
        <translation>忘記 PIN 碼？用密碼登入</translation>
    </message>
    <message>
        <source>Account or PIN is wrong</source>
        <translation>帳號或 PIN 碼不正確</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解鎖</translation>
    </message>
    <message>
        <source>Unlocking …</source>
        <translation>正在解鎖…</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>{time} 後再試</translation>
    </message>
</context>
<context>
    <name>LockSection</name>
    <message>
        <source>Lock</source>
        <translation>鎖定</translation>
    </message>
    <message>
        <source>For a computer that several people share: a PIN locks this account&apos;s window. It does not encrypt the disk.</source>
        <translation>適合多人共用的電腦：用 PIN 碼鎖住這個帳號的視窗。它不會加密硬碟。</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>設定 PIN 碼</translation>
    </message>
    <message>
        <source>Lock now (Ctrl+L)</source>
        <translation>立即鎖定（Ctrl+L）</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>變更 PIN 碼</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>移除 PIN 碼</translation>
    </message>
    <message>
        <source>Lock by itself when nobody touches it</source>
        <translation>無人操作時自動鎖定</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>永不</translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>%n 分鐘後</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Locking</name>
    <message>
        <source>Set a PIN</source>
        <translation>設定 PIN 碼</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>變更 PIN 碼</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>移除 PIN 碼</translation>
    </message>
    <message>
        <source>4 to 12 digits. Forgotten, it is replaced by signing in with the password.</source>
        <translation>4 到 12 位數字。忘記也不要緊，用密碼登入即可重設。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>PIN of {name}</source>
        <translation>{name} 的 PIN 碼</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
</context>
<context>
    <name>Logo</name>
    <message>
        <source>Schoolbell</source>
        <translation>校鈴</translation>
    </message>
</context>
<context>
    <name>LookingBack</name>
    <message>
        <source>Looking for it …</source>
        <translation>正在尋找…</translation>
    </message>
    <message>
        <source>MMMM d, yyyy</source>
        <comment>date format inside a sentence</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>That cannot be loaded now. These are the nearest messages on this computer.</source>
        <translation>現在無法載入，這裡是這台電腦上最接近的訊息。</translation>
    </message>
    <message>
        <source>Nobody wrote that day. The next message is from {day}.</source>
        <translation>那一天沒有訊息，下一則訊息在{day}。</translation>
    </message>
    <message>
        <source>Nobody has written since. The last message is from {day}.</source>
        <translation>之後沒有新訊息，最後一則訊息在{day}。</translation>
    </message>
    <message>
        <source>Nobody has written since. These are the newest messages.</source>
        <translation>之後沒有新訊息，這裡是最新的訊息。</translation>
    </message>
</context>
<context>
    <name>Me</name>
    <message>
        <source>connected</source>
        <translation>已連線</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未連線</translation>
    </message>
    <message>
        <source>{name}, {state}</source>
        <translation>{name}，{state}</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>帳號</translation>
    </message>
</context>
<context>
    <name>MediaStorage</name>
    <message>
        <source>Pictures and files that were opened are kept here, so that they open at once.</source>
        <translation>開啟過的圖片和檔案留在這裡，下次可以馬上開啟。</translation>
    </message>
    <message>
        <source>Pictures and files take {size} here. The school&apos;s server has them: cleared ones are loaded again when they are opened.</source>
        <translation>圖片和檔案佔用 {size}。學校伺服器上都有，清除後再開啟時會重新下載。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear downloaded pictures and files</source>
        <translation>清除已下載的圖片和檔案</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>Members</source>
        <translation>成員</translation>
    </message>
    <message>
        <source>Search members</source>
        <translation>搜尋成員</translation>
    </message>
    <message>
        <source>Fetching the members</source>
        <translation>正在載入成員名單</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>Try a shorter name.</source>
        <translation>請試試較短的名字。</translation>
    </message>
</context>
<context>
    <name>MentionPopup</name>
    <message>
        <source>People you can mention</source>
        <translation>可以提及的人</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存新檔</translation>
    </message>
    <message>
        <source>Copy selection</source>
        <translation>複製選取的文字</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>複製</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重試</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回覆</translation>
    </message>
    <message>
        <source>React</source>
        <translation>回應</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>編輯</translation>
    </message>
    <message>
        <source>Who has read it</source>
        <translation>誰讀了</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>收回</translation>
    </message>
</context>
<context>
    <name>MessagesPane</name>
    <message>
        <source>Messages</source>
        <translation>訊息</translation>
    </message>
    <message>
        <source>Choose a conversation</source>
        <translation>選擇一個對話</translation>
    </message>
    <message>
        <source>Or search for a group or a person with Ctrl+K.</source>
        <translation>也可以按 Ctrl+K 搜尋群組或聯絡人。</translation>
    </message>
    <message>
        <source>Your groups are on their way</source>
        <translation>正在載入你的群組</translation>
    </message>
    <message>
        <source>They appear as soon as the school answers.</source>
        <translation>學校伺服器回應後就會出現。</translation>
    </message>
    <message>
        <source>No groups yet</source>
        <translation>還沒有群組</translation>
    </message>
    <message>
        <source>The school adds you to your groups.</source>
        <translation>學校會將你加入群組。</translation>
    </message>
    <message>
        <source>Sign in again to write</source>
        <translation>重新登入後才能傳送訊息</translation>
    </message>
    <message>
        <source>This room is end-to-end encrypted; Schoolbell cannot write here</source>
        <translation>這個群組為端對端加密，校鈴無法在此傳送訊息</translation>
    </message>
    <message>
        <source>Only teachers may write here</source>
        <translation>這裡只有老師能傳送訊息</translation>
    </message>
</context>
<context>
    <name>MomentField</name>
    <message>
        <source>ddd d MMMM</source>
        <comment>date format of a day with its weekday</comment>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>Day: {day}</source>
        <translation>日期：{day}</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
</context>
<context>
    <name>Month</name>
    <message>
        <source>Days</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>上個月</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>下個月</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <comment>date format of a month&apos;s title</comment>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>dddd, MMMM d, yyyy</source>
        <comment>date format of a day that is spoken</comment>
        <translation>yyyy年M月d日 dddd</translation>
    </message>
</context>
<context>
    <name>MuteWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n 小時</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分鐘</numerusform>
        </translation>
    </message>
    <message>
        <source>tomorrow {time}</source>
        <translation>明天 {time}</translation>
    </message>
    <message>
        <source>MMM d</source>
        <comment>a date of Qt</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>已禁言</translation>
    </message>
    <message>
        <source>Muted until {time}</source>
        <translation>禁言至 {time}</translation>
    </message>
    <message>
        <source>You are muted until a teacher lifts it</source>
        <translation>您已被禁言，老師解除後才能發言</translation>
    </message>
    <message>
        <source>You are muted until {time}</source>
        <translation>您已被禁言，至 {time}</translation>
    </message>
    <message>
        <source>All are muted: only teachers may write for now</source>
        <translation>全體禁言中，暫時只有老師可以發言</translation>
    </message>
    <message>
        <source>{name} muted {other} for {length}</source>
        <translation>{name}將{other}禁言 {length}</translation>
    </message>
    <message>
        <source>{name} muted {other} until {time}</source>
        <translation>{name}將{other}禁言至 {time}</translation>
    </message>
    <message>
        <source>{name} muted {other}</source>
        <translation>{name}將{other}禁言</translation>
    </message>
    <message>
        <source>{name} lets {other} write again</source>
        <translation>{name}解除了{other}的禁言</translation>
    </message>
    <message>
        <source>{name} muted all: only teachers may write</source>
        <translation>{name}開啟了全體禁言，只有老師可以發言</translation>
    </message>
    <message>
        <source>{name} lets all write again</source>
        <translation>{name}關閉了全體禁言</translation>
    </message>
</context>
<context>
    <name>MutingEntrances</name>
    <message>
        <source>Change mute …</source>
        <translation>修改禁言…</translation>
    </message>
    <message>
        <source>Mute …</source>
        <translation>禁言…</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>解除禁言</translation>
    </message>
    <message>
        <source>Until tomorrow 7:00</source>
        <translation>到明天 7:00</translation>
    </message>
    <message>
        <source>Until somebody lifts it</source>
        <translation>直到有人解除</translation>
    </message>
    <message>
        <source>Allow all to write</source>
        <translation>解除全體禁言</translation>
    </message>
    <message>
        <source>Mute all</source>
        <translation>全體禁言</translation>
    </message>
    <message>
        <source>Only teachers write then; everybody can still confirm and react</source>
        <translation>開啟後只有老師可以發言，大家仍可確認和按表情</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>{name} is muted until {time}</source>
        <translation>已將{name}禁言至 {time}</translation>
    </message>
    <message>
        <source>{name} is muted</source>
        <translation>已將{name}禁言</translation>
    </message>
    <message>
        <source>{name} may write again</source>
        <translation>{name}可以發言了</translation>
    </message>
    <message>
        <source>All are muted: only teachers write now</source>
        <translation>已開啟全體禁言，只有老師可以發言</translation>
    </message>
    <message>
        <source>All may write again</source>
        <translation>已解除全體禁言，大家可以發言了</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>屆時這台電腦要開著</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>School notice</source>
        <translation>全校通知</translation>
    </message>
    <message>
        <source>Notice of the bureau</source>
        <translation>教育局通知</translation>
    </message>
    <message>
        <source>Class notice</source>
        <translation>班級公告</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已收回</translation>
    </message>
    <message>
        <source>to be signed</source>
        <translation>需簽名</translation>
    </message>
    <message>
        <source>to be confirmed</source>
        <translation>需確認</translation>
    </message>
    <message>
        <source>ddd, MMM d</source>
        <comment>date format of a deadline</comment>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>截止 {time}</translation>
    </message>
    <message>
        <source>You signed {time}</source>
        <translation>你已簽名 {time}</translation>
    </message>
    <message>
        <source>You confirmed {time}</source>
        <translation>你已確認 {time}</translation>
    </message>
    <message>
        <source>{name} signed {time}</source>
        <translation>{name} 已簽名 {time}</translation>
    </message>
    <message>
        <source>{name} confirmed {time}</source>
        <translation>{name} 已確認 {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n signed</source>
        <translation>
            <numerusform>已簽 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>已確認 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n read</source>
        <translation>
            <numerusform>已讀 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>未讀 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only read</source>
        <comment>read, not signed</comment>
        <translation>
            <numerusform>已讀未簽 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only read</source>
        <comment>read, not confirmed</comment>
        <translation>
            <numerusform>已讀未確認 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not signed</source>
        <comment>families</comment>
        <translation>
            <numerusform>DING 未簽的 %n 戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not signed</source>
        <comment>people</comment>
        <translation>
            <numerusform>DING 未簽的 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not confirmed</source>
        <comment>families</comment>
        <translation>
            <numerusform>DING 未確認的 %n 戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not confirmed</source>
        <comment>people</comment>
        <translation>
            <numerusform>DING 未確認的 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not read it</source>
        <comment>families</comment>
        <translation>
            <numerusform>DING 未讀的 %n 戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not read it</source>
        <comment>people</comment>
        <translation>
            <numerusform>DING 未讀的 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n 戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in all</source>
        <comment>households or people</comment>
        <translation>
            <numerusform>共 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{here} of %n schools</source>
        <translation>
            <numerusform>已送達 {here}/%n 所學校</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{here} of %n classes</source>
        <translation>
            <numerusform>已送達 {here}/%n 個班級</numerusform>
        </translation>
    </message>
    <message>
        <source>Who signed</source>
        <translation>查看簽收</translation>
    </message>
    <message>
        <source>Who confirmed</source>
        <translation>查看確認</translation>
    </message>
    <message>
        <source>Who read it</source>
        <translation>查看已讀</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>確認收到</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>簽名</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重試</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>展開全文</translation>
    </message>
    <message>
        <source>One guardian of each family signs</source>
        <translation>每戶一位家長簽名</translation>
    </message>
    <message>
        <source>One guardian of each family confirms</source>
        <translation>每戶一位家長確認</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of classes</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>also sent to {names}</source>
        <translation>同時傳送到 {names}</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a spoken notice</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>NoticeBinding</name>
    <message>
        <source>Write a notice to classes</source>
        <translation>寫公告給班級</translation>
    </message>
    <message>
        <source>It was sent already; it can still be withdrawn</source>
        <translation>已經送出了，需要的話可以收回</translation>
    </message>
    <message>
        <source>The list was saved</source>
        <translation>名單已儲存</translation>
    </message>
</context>
<context>
    <name>NoticeComposePage</name>
    <message>
        <source>New notice</source>
        <translation>新公告</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>傳送到</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>標題</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>內文</translation>
    </message>
    <message>
        <source>Families</source>
        <translation>要家長做</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>When</source>
        <translation>傳送時間</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>寫明是什麼事</translation>
    </message>
    <message>
        <source>What families are asked for</source>
        <translation>要家長做什麼</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>看過即可</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>按確認</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>簽名</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>截止時間</translation>
    </message>
    <message>
        <source>Keep it on top until the deadline</source>
        <translation>置頂到截止</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>排程</translation>
    </message>
    <message>
        <source>Previous notices</source>
        <translation>以前的公告</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>圖片</translation>
    </message>
    <message>
        <source>When it is sent</source>
        <translation>傳送時間</translation>
    </message>
    <message>
        <source>Delete this draft</source>
        <translation>刪除草稿</translation>
    </message>
    <message>
        <source>Close; the draft is kept</source>
        <translation>關閉（草稿會保留）</translation>
    </message>
    <message>
        <source>What families see</source>
        <translation>家長看到的樣子</translation>
    </message>
    <message>
        <source>Change the notice</source>
        <translation>修改公告</translation>
    </message>
    <message>
        <source>Draft saved {time}</source>
        <translation>草稿已存 {time}</translation>
    </message>
    <message>
        <source>One guardian of each family answers</source>
        <translation>每戶一位家長</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>屆時這台電腦要開著</translation>
    </message>
</context>
<context>
    <name>NoticeEditor</name>
    <message>
        <source>Bold (Ctrl+B)</source>
        <translation>粗體（Ctrl+B）</translation>
    </message>
    <message>
        <source>List with dots</source>
        <translation>項目符號清單</translation>
    </message>
    <message>
        <source>Numbered list</source>
        <translation>編號清單</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>連結</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>加入圖片</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>加入附件</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>錄一則語音</translation>
    </message>
    <message>
        <source>Text of the notice</source>
        <translation>公告內文</translation>
    </message>
    <message>
        <source>What families should know</source>
        <translation>寫家長要知道的事</translation>
    </message>
    <message numerus="yes">
        <source>about %n characters too many</source>
        <translation>
            <numerusform>大約多出 %n 個字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n 字</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoticeFollowPage</name>
    <message>
        <source>Notice</source>
        <translation>公告</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Families by class</source>
        <translation>各班家庭</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Export as a spreadsheet …</source>
        <translation>匯出為試算表…</translation>
    </message>
    <message>
        <source>Change the text …</source>
        <translation>修改內文…</translation>
    </message>
    <message>
        <source>Withdraw …</source>
        <translation>收回…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>Withdraw this notice?</source>
        <translation>要收回這則公告嗎？</translation>
    </message>
    <message>
        <source>Every class sees that it does not stand any more. This cannot be undone.</source>
        <translation>各班會看到它已收回，之後無法復原。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>不收回</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>收回</translation>
    </message>
</context>
<context>
    <name>NoticeStrip</name>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}。{advice}</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Whole school</source>
        <translation>全校</translation>
    </message>
    <message>
        <source>{school}: office and principal</source>
        <translation>{school}：教務處和校長</translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n 戶</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n schools</source>
        <translation>
            <numerusform>%n 所學校</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>You may not write to {names}</source>
        <translation>你不能傳送到{names}</translation>
    </message>
    <message numerus="yes">
        <source>%n with children in several of the classes get it once</source>
        <comment>families</comment>
        <translation>
            <numerusform>幾個班都有孩子的 %n 戶只收一份</numerusform>
        </translation>
    </message>
    <message>
        <source>It can be taken back within 10 seconds.</source>
        <translation>送出後 10 秒內可復原。</translation>
    </message>
    <message>
        <source>{classes} and {families}.</source>
        <translation>{classes}和 {families}家庭。</translation>
    </message>
    <message>
        <source>A voice note is being recorded</source>
        <translation>正在錄語音</translation>
    </message>
    <message numerus="yes">
        <source>To %n schools.</source>
        <translation>
            <numerusform>傳送到 %n 所學校。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To %n classes</source>
        <translation>
            <numerusform>傳送到 %n 個班級</numerusform>
        </translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <comment>two sentences</comment>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>It is not scheduled any more. It is a draft until you send it again.</source>
        <translation>已取消排程，現在是草稿，要再傳送一次。</translation>
    </message>
    <message>
        <source>Choose at least one class</source>
        <translation>請至少選一個班級</translation>
    </message>
    <message>
        <source>A title is missing</source>
        <translation>還沒寫標題</translation>
    </message>
    <message>
        <source>Write something or attach a file</source>
        <translation>請寫內容或加入附件</translation>
    </message>
    <message>
        <source>The text is too long</source>
        <translation>內文太長了</translation>
    </message>
    <message>
        <source>The time to send is over</source>
        <translation>傳送時間已過</translation>
    </message>
    <message>
        <source>It was withdrawn: it cannot be changed any more</source>
        <translation>已經收回，無法再修改</translation>
    </message>
    <message>
        <source>You may not write to any of these</source>
        <translation>這些地方你都不能傳送</translation>
    </message>
</context>
<context>
    <name>NotificationSection</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Show notifications</source>
        <translation>顯示通知</translation>
    </message>
    <message>
        <source>Show what was written</source>
        <translation>顯示訊息內容</translation>
    </message>
    <message>
        <source>Play a sound</source>
        <translation>播放提示音</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>勿擾時段</translation>
    </message>
    <message>
        <source>from</source>
        <comment>quiet hours from 22:00</comment>
        <translation>從</translation>
    </message>
    <message>
        <source>to</source>
        <comment>quiet hours to 07:00</comment>
        <translation>到</translation>
    </message>
    <message>
        <source>Quiet hours begin</source>
        <translation>勿擾開始</translation>
    </message>
    <message>
        <source>Quiet hours end</source>
        <translation>勿擾結束</translation>
    </message>
    <message>
        <source>In quiet hours, yours and the school&apos;s, messages are only counted; afterwards you are told once for each chat. DINGs and classes are not held back. How much you are told of a chat is chosen in its menu, and counts on your phone too.</source>
        <translation>在你和學校的勿擾時段內，訊息只計數，結束後每個對話提醒一次。DING 和上課不受影響。每個對話如何提醒，在對話的選單中選擇，手機上也相同。</translation>
    </message>
</context>
<context>
    <name>Notifying</name>
    <message>
        <source>Schoolbell</source>
        <translation>校鈴</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n 則新訊息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s) in {chats}</source>
        <comment>{chats}: 7 chats</comment>
        <translation>
            <numerusform>{chats}有 %n 則新訊息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s)</source>
        <comment>inside: 12 new messages in 7 chats</comment>
        <translation>
            <numerusform>%n 個對話</numerusform>
        </translation>
    </message>
    <message>
        <source>{text}, you are mentioned</source>
        <translation>{text}，有人@你</translation>
    </message>
    <message>
        <source>[@ you] {text}</source>
        <translation>[有人@我] {text}</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <comment>who said what</comment>
        <translation>{name}：{text}</translation>
    </message>
    <message>
        <source>[Picture] {text}</source>
        <translation>[圖片] {text}</translation>
    </message>
    <message>
        <source>[File] {text}</source>
        <translation>[檔案] {text}</translation>
    </message>
    <message>
        <source>[Voice message] {text}</source>
        <translation>[語音] {text}</translation>
    </message>
    <message>
        <source>A message that cannot be shown here</source>
        <translation>無法在此顯示的訊息</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>新訊息</translation>
    </message>
</context>
<context>
    <name>OfflineStrip</name>
    <message>
        <source>Not everything was sent</source>
        <translation>有訊息未送出</translation>
    </message>
    <message numerus="yes">
        <source>Offline · %n waiting</source>
        <translation>
            <numerusform>離線 · %n 則待送</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>離線</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 則失敗</numerusform>
        </translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>寄件匣</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Confirm</source>
        <translation>確認方式</translation>
    </message>
    <message>
        <source>Who counts</source>
        <translation>誰算數</translation>
    </message>
    <message>
        <source>Goes out</source>
        <translation>傳送時間</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止到</translation>
    </message>
    <message>
        <source>Remind</source>
        <translation>自動提醒</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>管道</translation>
    </message>
    <message>
        <source>By a press</source>
        <translation>按鈕確認</translation>
    </message>
    <message>
        <source>By signature</source>
        <translation>手寫簽名</translation>
    </message>
    <message>
        <source>How it is confirmed</source>
        <translation>確認方式</translation>
    </message>
    <message>
        <source>One guardian per family</source>
        <translation>每戶一位家長</translation>
    </message>
    <message>
        <source>The student</source>
        <translation>學生本人</translation>
    </message>
    <message>
        <source>Either of them</source>
        <translation>家長或學生本人</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>排程</translation>
    </message>
    <message>
        <source>When it goes out</source>
        <translation>傳送時間</translation>
    </message>
    <message>
        <source>No deadline</source>
        <translation>不設截止</translation>
    </message>
    <message>
        <source>Until when it must be confirmed</source>
        <translation>確認的截止時間</translation>
    </message>
    <message>
        <source>Remind who has not confirmed</source>
        <translation>自動提醒未確認的人</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 hours, at most 3 times</comment>
        <translation>每</translation>
    </message>
    <message>
        <source>at most</source>
        <comment>every 2 hours, at most 3 times</comment>
        <translation>提醒未確認的，最多</translation>
    </message>
    <message>
        <source>Pause between two reminders</source>
        <translation>兩次提醒的間隔</translation>
    </message>
    <message>
        <source>How many reminders at most</source>
        <translation>最多提醒幾次</translation>
    </message>
    <message>
        <source>They sign with mouse, pen or finger</source>
        <translation>用滑鼠、筆或手指簽名</translation>
    </message>
    <message>
        <source>The pop-up stays until confirmed</source>
        <translation>彈出視窗會一直在，確認後才消失</translation>
    </message>
    <message>
        <source>This time is over</source>
        <translation>這個時間已過</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>屆時這台電腦要開著</translation>
    </message>
    <message>
        <source>Also while this computer is off</source>
        <translation>這台電腦關機也會傳送</translation>
    </message>
    <message>
        <source>not in direct chats</source>
        <translation>私訊中不提醒</translation>
    </message>
    <message>
        <source>while this computer is on</source>
        <translation>這台電腦開著時才提醒</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Outbox</source>
        <translation>寄件匣</translation>
    </message>
    <message>
        <source>Everything is kept on this computer; closing the program loses nothing.</source>
        <translation>都存在這台電腦上，關閉程式也不會遺失。</translation>
    </message>
    <message>
        <source>Everything is sent</source>
        <translation>全部已送出</translation>
    </message>
    <message>
        <source>What waits for the network appears here.</source>
        <translation>等待網路的訊息會出現在這裡。</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未送出</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>等待網路</translation>
    </message>
</context>
<context>
    <name>OutboxRow</name>
    <message>
        <source>Recall of a message</source>
        <translation>收回一則訊息</translation>
    </message>
    <message>
        <source>{time} · number {place} in line</source>
        <translation>{time} · 排第 {place}</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重試</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
</context>
<context>
    <name>OutgoingTray</name>
    <message numerus="yes">
        <source>%n file(s) to send</source>
        <translation>
            <numerusform>%n 個待傳送的檔案</numerusform>
        </translation>
    </message>
    <message>
        <source>Your school&apos;s server takes up to {size} at once; larger files go in parts.</source>
        <translation>學校伺服器一次最多接收 {size}，更大的檔案會分段傳送。</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Hide password</source>
        <translation>隱藏密碼</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>顯示密碼</translation>
    </message>
</context>
<context>
    <name>PasswordStrength</name>
    <message numerus="yes">
        <source>At least %n characters</source>
        <translation>
            <numerusform>至少 %n 個字元</numerusform>
        </translation>
    </message>
    <message>
        <source>Weak: mix letters and digits; no names, no 12345</source>
        <translation>太弱：請混用字母和數字，勿用名字或 12345</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>可以</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>很好</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>No class</source>
        <translation>沒有班級</translation>
    </message>
    <message>
        <source>Not known: read receipts are private</source>
        <translation>不明：對方未公開已讀</translation>
    </message>
    <message>
        <source>Has never signed in</source>
        <translation>從未登入</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>約 {time}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>身分</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>班級</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Read at</source>
        <translation>已讀時間</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未讀</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已讀</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>{name}, {count}</source>
        <translation>{name}，{count}</translation>
    </message>
    <message numerus="yes">
        <source>{name} and %n others</source>
        <comment>{total}: all of them together</comment>
        <translation>
            <numerusform>{name} 等 {total} 人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>PIN</source>
        <translation>PIN 碼</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>新 PIN 碼</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>再輸入一次新 PIN 碼</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A PIN has 4 to 12 digits</source>
        <translation>PIN 碼是 4 到 12 位數字</translation>
    </message>
    <message>
        <source>This PIN is too easy to guess</source>
        <translation>這個 PIN 碼太容易被猜到</translation>
    </message>
    <message>
        <source>The two PINs differ</source>
        <translation>兩次輸入的 PIN 碼不一樣</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>{time} 後再試</translation>
    </message>
</context>
<context>
    <name>PinnedBar</name>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message numerus="yes">
        <source>%n more notices</source>
        <translation>
            <numerusform>還有 %n 則公告</numerusform>
        </translation>
    </message>
    <message>
        <source>{kind} on top: {text}</source>
        <translation>置頂{kind}：{text}</translation>
    </message>
</context>
<context>
    <name>PlaceChip</name>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>PlacesField</name>
    <message>
        <source>Send to</source>
        <translation>傳送到</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>新增班級</translation>
    </message>
    <message>
        <source>There is no class to write to</source>
        <translation>沒有可以傳送的班級</translation>
    </message>
</context>
<context>
    <name>PopupBody</name>
    <message>
        <source>{name} confirmed {time}</source>
        <translation>{name} {time} 已確認</translation>
    </message>
    <message>
        <source>Your family is done</source>
        <translation>你家已完成</translation>
    </message>
    <message>
        <source>{name} took it back</source>
        <translation>{name} 已收回</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <comment>a pop-up, for screen readers</comment>
        <translation>{name}：{text}</translation>
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
        <translation>則待確認</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>上一則</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>下一則</translation>
    </message>
    <message>
        <source>Read all</source>
        <translation>看全文</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回覆</translation>
    </message>
    <message>
        <source>DING from {name}</source>
        <translation>{name}的 DING</translation>
    </message>
    <message>
        <source>{at} / {count}</source>
        <comment>which of the stack</comment>
        <translation>{at} / {count}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Put aside for 5 minutes</source>
        <translation>先收起，5 分鐘後提醒</translation>
    </message>
    <message>
        <source>All in 5 minutes</source>
        <translation>全部 5 分鐘後</translation>
    </message>
    <message>
        <source>In 5 minutes</source>
        <translation>5 分鐘後</translation>
    </message>
    <message>
        <source>Nothing to press. If there is more to say, reply.</source>
        <translation>不必再按。想說別的，可以回覆。</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>確認收到</translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>簽名並確認</translation>
    </message>
    <message>
        <source>Sign …</source>
        <translation>簽名…</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>Your text</source>
        <translation>你寫的內容</translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n 個附件</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>簽名並確認</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>確認收到</translation>
    </message>
    <message>
        <source>What they will see</source>
        <translation>對方看到的樣子</translation>
    </message>
</context>
<context>
    <name>Quitting</name>
    <message>
        <source>Quit</source>
        <translation>結束</translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) cannot be kept on this computer</source>
        <translation>
            <numerusform>有 %n 份草稿存不下來</numerusform>
        </translation>
    </message>
    <message>
        <source>Its disk is full or cannot be written. Make room first; who quits now loses them.</source>
        <translation>磁碟滿了或無法寫入。請先騰出空間；現在結束，草稿就沒有了。</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>仍要結束</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>先不結束</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Panes</source>
        <translation>功能列</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>訊息</translation>
    </message>
    <message>
        <source>DING</source>
        <translation>DING</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>ReadsPage</name>
    <message>
        <source>Read and unread</source>
        <translation>已讀未讀</translation>
    </message>
    <message>
        <source>Sent {time} · {people}</source>
        <translation>{time} 傳送 · 共 {people}</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n read</source>
        <translation>
            <numerusform>%n 已讀</numerusform>
        </translation>
    </message>
    <message>
        <source>Unread {count}</source>
        <translation>未讀 {count}</translation>
    </message>
    <message>
        <source>Read {count}</source>
        <translation>已讀 {count}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>Export the read lists</source>
        <translation>匯出已讀未讀名單</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>班級</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>身分</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人員</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>全部班級</translation>
    </message>
    <message>
        <source>All roles</source>
        <translation>全部身分</translation>
    </message>
    <message>
        <source>Fetching the lists</source>
        <translation>正在載入名單</translation>
    </message>
    <message>
        <source>The school&apos;s server is asked once.</source>
        <translation>只會向學校伺服器詢問一次。</translation>
    </message>
    <message>
        <source>Nobody fits these filters</source>
        <translation>沒有符合的人</translation>
    </message>
    <message>
        <source>Choose another class.</source>
        <translation>請選擇其他班級。</translation>
    </message>
    <message>
        <source>Everybody has read it</source>
        <translation>大家都讀了</translation>
    </message>
    <message>
        <source>Nobody has read it yet</source>
        <translation>還沒有人讀</translation>
    </message>
    <message>
        <source>Readers appear here.</source>
        <translation>讀過的人會出現在這裡。</translation>
    </message>
    <message>
        <source>Spreadsheet text (*.csv)</source>
        <translation>試算表文字 (*.csv)</translation>
    </message>
    <message>
        <source>read-lists.csv</source>
        <translation>已讀未讀.csv</translation>
    </message>
</context>
<context>
    <name>ReceivedPage</name>
    <message>
        <source>Remind me in 5 minutes</source>
        <translation>5 分鐘後提醒</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回覆</translation>
    </message>
    <message>
        <source>Others should know it too?</source>
        <translation>還要告訴別人？</translation>
    </message>
    <message>
        <source>Make a DING of it</source>
        <translation>轉成新的 DING</translation>
    </message>
    <message>
        <source>by {place}</source>
        <comment>the class or room it came by</comment>
        <translation>來自 {place}</translation>
    </message>
    <message numerus="yes">
        <source>you were reminded %n time(s)</source>
        <translation>
            <numerusform>已提醒你 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>簽名並確認</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>確認收到</translation>
    </message>
    <message>
        <source>{name} took this back. There is nothing to confirm.</source>
        <translation>{name} 已收回，不必確認。</translation>
    </message>
    <message>
        <source>You have seen it. Somebody else of your family confirms it.</source>
        <translation>你已看過，由家裡其他人確認。</translation>
    </message>
    <message>
        <source>You confirmed {time}.</source>
        <translation>你已確認 {time}。</translation>
    </message>
    <message>
        <source>{name} confirmed {time}. Your family is done.</source>
        <translation>{name} {time} 已確認，你家已完成。</translation>
    </message>
    <message>
        <source>Once confirmed, pop-up and reminders stop.</source>
        <translation>確認後不再彈出和提醒。</translation>
    </message>
    <message>
        <source>For your information: nobody waits for your confirmation.</source>
        <translation>看過即可，不需要你確認。</translation>
    </message>
    <message>
        <source>In 5 minutes</source>
        <translation>5 分鐘後</translation>
    </message>
</context>
<context>
    <name>RecipientsField</name>
    <message>
        <source>Name, initials, class</source>
        <translation>姓名、拼音首字母、班級</translation>
    </message>
    <message>
        <source>To</source>
        <translation>傳送給</translation>
    </message>
    <message>
        <source>Type a name, initials or a class; arrow down shows the list</source>
        <translation>輸入姓名、拼音首字母或班級，按向下鍵看清單</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>Recording a voice note</source>
        <translation>正在錄音</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>傳送</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>The microphone hears nothing. Is it switched off?</source>
        <translation>麥克風沒有聲音，是不是關了？</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Damaged data</source>
        <translation>資料損壞</translation>
    </message>
    <message>
        <source>Go on without the damaged data?</source>
        <translation>不帶損壞的資料繼續嗎？</translation>
    </message>
    <message>
        <source>Drafts and messages that were not sent yet are in it. It is not changed and stays in {folder} for the school&apos;s IT to look at. What was sent is at the school&apos;s server.</source>
        <translation>裡面有草稿和還沒送出的訊息。它不會被更動，仍留在 {folder}，學校的資訊人員可以查看。已送出的訊息都在學校伺服器上。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>繼續</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暫時不要</translation>
    </message>
</context>
<context>
    <name>RemindHistory</name>
    <message>
        <source>Reminders so far</source>
        <translation>提醒紀錄</translation>
    </message>
    <message>
        <source>by yourself</source>
        <translation>你提醒的</translation>
    </message>
    <message>
        <source>by the school&apos;s office</source>
        <translation>值班室自動提醒</translation>
    </message>
</context>
<context>
    <name>RemovableFile</name>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>RoleRow</name>
    <message>
        <source>Whose number is it?</source>
        <translation>這是誰的編號？</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>學生</translation>
    </message>
    <message>
        <source>Teacher, staff</source>
        <translation>教職員</translation>
    </message>
    <message>
        <source>Parent, guardian</source>
        <translation>家長</translation>
    </message>
</context>
<context>
    <name>RoomHeaderBar</name>
    <message>
        <source>Notifications of this chat</source>
        <translation>這個對話的提醒</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細資料</translation>
    </message>
    <message>
        <source>Search in this chat (Ctrl+F)</source>
        <translation>在這個對話中搜尋 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Go to a day (Ctrl+G)</source>
        <translation>跳到某一天 (Ctrl+G)</translation>
    </message>
    <message>
        <source>Only the two of you</source>
        <translation>只有你們兩人</translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n teachers</source>
        <translation>
            <numerusform>老師 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guardians</source>
        <translation>
            <numerusform>家長 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n students</source>
        <translation>
            <numerusform>學生 %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomListPane</name>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
    <message>
        <source>People, chats, messages and files (Ctrl+K)</source>
        <translation>搜尋聯絡人、對話、訊息和檔案 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>對話列表</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未讀</translation>
    </message>
    <message>
        <source>@me</source>
        <translation>@我</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>班級</translation>
    </message>
    <message>
        <source>Direct</source>
        <translation>私訊</translation>
    </message>
    <message>
        <source>{filter} {count}</source>
        <translation>{filter} {count}</translation>
    </message>
    <message>
        <source>Fetching your groups</source>
        <translation>正在載入你的群組</translation>
    </message>
    <message>
        <source>This happens once on this computer.</source>
        <translation>這台電腦上只需一次。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>顯示全部</translation>
    </message>
    <message>
        <source>All read</source>
        <translation>都讀過了</translation>
    </message>
    <message>
        <source>New messages appear here.</source>
        <translation>新訊息會出現在這裡。</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>這裡沒有</translation>
    </message>
    <message>
        <source>No conversation fits this filter.</source>
        <translation>沒有符合的對話。</translation>
    </message>
    <message>
        <source>No groups yet</source>
        <translation>還沒有群組</translation>
    </message>
    <message>
        <source>Groups appear here when the school adds you. Ask the class teacher.</source>
        <translation>學校將你加入群組後會出現在這裡，可詢問班導師。</translation>
    </message>
</context>
<context>
    <name>RoomMenu</name>
    <message>
        <source>Notify me of</source>
        <translation>什麼時候提醒我</translation>
    </message>
    <message>
        <source>All messages</source>
        <translation>所有訊息</translation>
    </message>
    <message>
        <source>Only when I am mentioned</source>
        <translation>只在有人@我時</translation>
    </message>
    <message>
        <source>Nothing (muted)</source>
        <translation>不提醒（靜音）</translation>
    </message>
</context>
<context>
    <name>RoomRow</name>
    <message numerus="yes">
        <source>[%n not sent]</source>
        <translation>
            <numerusform>[%n 則未送出]</numerusform>
        </translation>
    </message>
    <message>
        <source>[@ you]</source>
        <translation>[有人@我]</translation>
    </message>
    <message>
        <source>[Draft]</source>
        <translation>[草稿]</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <comment>who said what, in a room row</comment>
        <translation>{name}：{text}</translation>
    </message>
    <message>
        <source>[Picture] {text}</source>
        <translation>[圖片] {text}</translation>
    </message>
    <message>
        <source>[File] {text}</source>
        <translation>[檔案] {text}</translation>
    </message>
    <message>
        <source>[Voice message] {text}</source>
        <translation>[語音] {text}</translation>
    </message>
    <message>
        <source>Message recalled</source>
        <translation>訊息已收回</translation>
    </message>
    <message>
        <source>A message that cannot be shown here</source>
        <translation>無法在此顯示的訊息</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>In which chat</source>
        <translation>在哪個對話</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>從什麼時候起</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>不限時間</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Last 12 months</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>All chats</source>
        <translation>所有對話</translation>
    </message>
    <message>
        <source>From {name} ✕</source>
        <translation>只看 {name} ✕</translation>
    </message>
    <message>
        <source>Only messages of {name}; press to show everybody&apos;s</source>
        <translation>只看 {name} 的訊息，按下看所有人的</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
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
        <translation>選擇</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>Next group</source>
        <translation>換分類</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Everything on this computer, also offline</source>
        <translation>本機已存的訊息都搜尋得到，離線也可以</translation>
    </message>
    <message>
        <source>Older messages are still being prepared …</source>
        <translation>還在整理較早的訊息…</translation>
    </message>
</context>
<context>
    <name>SearchOverlay</name>
    <message>
        <source>Search</source>
        <translation>搜尋</translation>
    </message>
    <message>
        <source>Search for people, chats, messages and files</source>
        <translation>搜尋聯絡人、對話、訊息和檔案</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>搜尋結果</translation>
    </message>
    <message>
        <source>Search in {room}</source>
        <translation>在「{room}」中搜尋</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再試一次</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>在所有對話中搜尋</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>找不到</translation>
    </message>
    <message>
        <source>Try fewer or other words. What is not on this computer yet is not searched.</source>
        <translation>換個詞或少打幾個字試試。還沒存到本機的訊息搜尋不到。</translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>正在搜尋…</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>想找什麼？</translation>
    </message>
    <message>
        <source>A name, its pinyin initials, a word of a message, a file&apos;s name.</source>
        <translation>可以輸入姓名、姓名的拼音首字母、訊息裡的詞、檔名。</translation>
    </message>
    <message>
        <source>more than {count} results</source>
        <translation>{count} 筆以上</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>共 %n 筆</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchText</name>
    <message>
        <source>Chats</source>
        <translation>對話</translation>
    </message>
    <message>
        <source>People</source>
        <translation>聯絡人</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>訊息</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>Recent chats</source>
        <translation>最近的對話</translation>
    </message>
    <message numerus="yes">
        <source>View all %n chat(s)</source>
        <translation>
            <numerusform>檢視全部 %n 個</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n people</source>
        <translation>
            <numerusform>檢視全部 %n 位</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n message(s)</source>
        <translation>
            <numerusform>檢視全部 %n 則</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n file(s)</source>
        <translation>
            <numerusform>檢視全部 %n 個</numerusform>
        </translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>學號 {number}</translation>
    </message>
    <message>
        <source>Me: </source>
        <translation>我：</translation>
    </message>
    <message>
        <source>{name}: </source>
        <translation>{name}：</translation>
    </message>
</context>
<context>
    <name>SessionDing</name>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>A scheduled DING did not go out by itself. It was sent from this computer, late.</source>
        <translation>有一則排程 DING 沒有準時自動送出，現已由這台電腦補送。</translation>
    </message>
    <message>
        <source>There is no chat with this person yet.</source>
        <translation>你和這個人還沒有對話。</translation>
    </message>
</context>
<context>
    <name>SettingsPane</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>外觀</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>帳號</translation>
    </message>
    <message>
        <source>Pictures and files on this computer</source>
        <translation>這台電腦上的圖片和檔案</translation>
    </message>
    <message>
        <source>About</source>
        <translation>關於</translation>
    </message>
    <message>
        <source>Like the computer</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高對比</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>登出</translation>
    </message>
    <message>
        <source>No keyring here: you stay signed in until Schoolbell is closed.</source>
        <translation>沒有金鑰圈：關閉校鈴前會保持登入。</translation>
    </message>
    <message>
        <source>The sign-in is kept in a file that only you can read (--plaintext-session).</source>
        <translation>登入資訊存在只有你能讀取的檔案裡（--plaintext-session）。</translation>
    </message>
    <message>
        <source>The sign-in is kept in this computer&apos;s keyring.</source>
        <translation>登入資訊存在這台電腦的金鑰圈裡。</translation>
    </message>
    <message>
        <source>Schoolbell {version}</source>
        <translation>校鈴 {version}</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0. It is built with:</source>
        <translation>自由軟體，採用 Apache License 2.0 授權。使用了：</translation>
    </message>
</context>
<context>
    <name>SignInFrame</name>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>Do you have a slip?</source>
        <translation>手上有登入單？</translation>
    </message>
    <message>
        <source>Type its code once: school, account and first password are filled in for you.</source>
        <translation>輸入一次登入碼，學校、帳號和首次密碼會自動填好。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Enter the slip code</source>
        <translation>輸入登入碼</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Code on the slip, e.g. 3F7K-92QD-…</source>
        <translation>登入單上的碼，如 3F7K-92QD-…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登入</translation>
    </message>
    <message>
        <source>With the account from school; families and students too.</source>
        <translation>用學校發的帳號登入，家長和學生也在這裡</translation>
    </message>
    <message>
        <source>School address or slip code</source>
        <translation>學校位址或登入碼</translation>
    </message>
    <message>
        <source>e.g. school.example</source>
        <translation>如 school.example</translation>
    </message>
    <message>
        <source>Account (staff number, student number)</source>
        <translation>帳號（教職員編號、學號）</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密碼</translation>
    </message>
    <message>
        <source>Stay signed in on this computer (not on a shared one)</source>
        <translation>在這台電腦上保持登入（公用電腦請勿勾選）</translation>
    </message>
    <message>
        <source>Go on with the other school</source>
        <translation>繼續使用另一所學校</translation>
    </message>
    <message>
        <source>Other school</source>
        <translation>換學校</translation>
    </message>
    <message>
        <source>Messages are encrypted on their way, not end to end: the school can read them.</source>
        <translation>連線經過加密；訊息不做端對端加密，學校管理員可依規定檢視</translation>
    </message>
    <message>
        <source>This computer has no keyring: you stay signed in until Schoolbell is closed.</source>
        <translation>這台電腦沒有金鑰圈：關閉校鈴前會保持登入。</translation>
    </message>
    <message>
        <source>--plaintext-session: the sign-in is kept in a file that only you can read.</source>
        <translation>--plaintext-session：登入資訊存在只有你能讀取的檔案裡。</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>{time} 後再試</translation>
    </message>
    <message>
        <source>Looking for the school …</source>
        <translation>正在尋找學校…</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>正在登入…</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>SignPanel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>簽名並確認</translation>
    </message>
    <message>
        <source>Sign this notice</source>
        <translation>簽署這份公告</translation>
    </message>
</context>
<context>
    <name>SignatureBox</name>
    <message>
        <source>Your signature</source>
        <translation>你的簽名</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重寫</translation>
    </message>
    <message>
        <source>Sign again</source>
        <translation>重新簽名</translation>
    </message>
    <message>
        <source>Draw it</source>
        <translation>改為手寫</translation>
    </message>
    <message>
        <source>Type my name</source>
        <translation>改為輸入姓名</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的姓名</translation>
    </message>
    <message>
        <source>Your name as the signature</source>
        <translation>作為簽名的姓名</translation>
    </message>
    <message>
        <source>Sign here with mouse, pen or finger</source>
        <translation>用滑鼠、筆或手指在這裡簽名</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>簽名</translation>
    </message>
</context>
<context>
    <name>Signing</name>
    <message>
        <source>You are signed in. Close this page and go back to Schoolbell.</source>
        <translation>登入成功。請關閉此頁面，回到校鈴。</translation>
    </message>
</context>
<context>
    <name>SlipPicture</name>
    <message>
        <source>Picture of a sign-in slip</source>
        <translation>登入單示意圖</translation>
    </message>
    <message>
        <source>Sign-in slip</source>
        <translation>首次登入單</translation>
    </message>
    <message>
        <source>School address</source>
        <translation>學校位址</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>帳號</translation>
    </message>
    <message>
        <source>printed on your slip</source>
        <translation>印在登入單上</translation>
    </message>
    <message>
        <source>Slip code</source>
        <translation>登入碼</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>each once</source>
        <translation>已去除重複</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>加入 {name}</translation>
    </message>
</context>
<context>
    <name>TargetChip</name>
    <message>
        <source>Delete takes it out</source>
        <translation>按 Delete 移除</translation>
    </message>
</context>
<context>
    <name>TargetChipWords</name>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TargetPopup</name>
    <message>
        <source>Recipients that may be meant</source>
        <translation>可能的收件人</translation>
    </message>
</context>
<context>
    <name>TextBox</name>
    <message>
        <source>What everybody must know. Short texts are read.</source>
        <translation>寫大家都要知道的事，簡短更容易被看到。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>內容</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>加入附件</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>加入圖片</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>錄一則語音</translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n 個附件</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} / {limit}</source>
        <translation>{count} / {limit}</translation>
    </message>
    <message>
        <source>{count} of {limit} characters</source>
        <translation>{count} 字，最多 {limit} 字</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>ddd, MMM d</source>
        <comment>date format of a day divider</comment>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>ddd, MMM d, yyyy</source>
        <comment>date format of a day divider</comment>
        <translation>yyyy年M月d日 ddd</translation>
    </message>
    <message>
        <source>Today · {date}</source>
        <translation>今天 · {date}</translation>
    </message>
    <message>
        <source>Yesterday · {date}</source>
        <translation>昨天 · {date}</translation>
    </message>
    <message>
        <source>New messages below</source>
        <translation>以下為新訊息</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded. Try again</source>
        <translation>無法載入較早的訊息，按此再試</translation>
    </message>
    <message>
        <source>Loading earlier messages…</source>
        <translation>正在載入較早的訊息…</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 人未讀</numerusform>
        </translation>
    </message>
    <message>
        <source>Read by all</source>
        <translation>全部已讀</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已傳送</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>等待網路</translation>
    </message>
    <message>
        <source>Not sent: {reason}</source>
        <translation>未送出：{reason}</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未送出</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重試</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>刪除</translation>
    </message>
    <message>
        <source>(edited)</source>
        <translation>（已編輯）</translation>
    </message>
    <message>
        <source>… Show all</source>
        <comment>under the beginning of a long message</comment>
        <translation>… 展開全文</translation>
    </message>
    <message>
        <source>Show the whole message</source>
        <translation>展開全文</translation>
    </message>
    <message>
        <source>This message was deleted</source>
        <translation>訊息已收回</translation>
    </message>
    <message>
        <source>This encrypted message cannot be read here. Open it in Element.</source>
        <translation>這則加密訊息無法在此閱讀，請用 Element 開啟。</translation>
    </message>
    <message>
        <source>This kind of message cannot be shown here</source>
        <translation>這種訊息無法在此顯示</translation>
    </message>
    <message>
        <source>* {name} {text}</source>
        <comment>/me action</comment>
        <translation>* {name} {text}</translation>
    </message>
    <message>
        <source>{name} joined</source>
        <translation>{name} 加入了</translation>
    </message>
    <message>
        <source>{name} left</source>
        <translation>{name} 離開了</translation>
    </message>
    <message>
        <source>{name} invited {other}</source>
        <translation>{name} 邀請了 {other}</translation>
    </message>
    <message>
        <source>{name} removed {other}</source>
        <translation>{name} 移出了 {other}</translation>
    </message>
    <message>
        <source>{name} banned {other}</source>
        <translation>{name} 移出了 {other}，不可再加入</translation>
    </message>
    <message>
        <source>{name} renamed the group to {other}</source>
        <translation>{name} 將群組改名為 {other}</translation>
    </message>
    <message>
        <source>{name} changed the description</source>
        <translation>{name} 變更了群組說明</translation>
    </message>
    <message>
        <source>{name} changed the picture</source>
        <translation>{name} 更換了群組圖片</translation>
    </message>
    <message>
        <source>{name} created the group</source>
        <translation>{name} 建立了群組</translation>
    </message>
    <message>
        <source>{name} turned on encryption</source>
        <translation>{name} 開啟了加密</translation>
    </message>
    <message>
        <source>{name} changed the group</source>
        <translation>{name} 變更了群組設定</translation>
    </message>
    <message>
        <source>Reaction {symbol}, {count}</source>
        <translation>回應 {symbol}，{count}</translation>
    </message>
    <message>
        <source>Downloaded</source>
        <translation>已下載</translation>
    </message>
    <message>
        <source>{size} · Downloaded</source>
        <translation>{size} · 已下載</translation>
    </message>
    <message>
        <source>Not loaded: {reason}</source>
        <translation>下載失敗：{reason}</translation>
    </message>
    <message>
        <source>Waiting · {size}</source>
        <translation>等待中 · {size}</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>{percent} % of {size}</source>
        <translation>{percent}% · 共 {size}</translation>
    </message>
    <message>
        <source>Sending, {percent} %</source>
        <translation>正在傳送 {percent}%</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>開啟 {name}</translation>
    </message>
    <message>
        <source>Save {name} as</source>
        <translation>另存 {name}</translation>
    </message>
    <message>
        <source>Load {name} again</source>
        <translation>重新下載 {name}</translation>
    </message>
    <message>
        <source>Stop sending {name}</source>
        <translation>停止傳送 {name}</translation>
    </message>
    <message>
        <source>Stop loading {name}</source>
        <translation>停止下載 {name}</translation>
    </message>
    <message>
        <source>Message text from {name}, read only</source>
        <translation>{name} 的訊息內容，唯讀</translation>
    </message>
    <message>
        <source>Tab goes to the links, Enter opens one, Escape closes</source>
        <translation>按 Tab 到連結，按 Enter 開啟，按 Esc 關閉</translation>
    </message>
    <message>
        <source>Escape closes</source>
        <translation>按 Esc 關閉</translation>
    </message>
    <message>
        <source>{name}  {moment}</source>
        <comment>head of a copied message</comment>
        <translation>{name}  {moment}</translation>
    </message>
    <message>
        <source>Show the message of {name}</source>
        <translation>查看{name}的原訊息</translation>
    </message>
    <message>
        <source>Show the message that is answered</source>
        <translation>查看被回覆的訊息</translation>
    </message>
    <message>
        <source>Changed after the deadline:</source>
        <translation>截止後有修改：</translation>
    </message>
    <message>
        <source>show</source>
        <comment>the words that came after the deadline</comment>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show what was changed after the deadline, does not count</source>
        <translation>查看截止後的修改（不算數）</translation>
    </message>
    <message>
        <source>Changed by {name} after the deadline, does not count, read only</source>
        <translation>{name}在截止後修改的內容，不算數，唯讀</translation>
    </message>
    <message>
        <source>in reply to {name}: {text}</source>
        <translation>回覆 {name}：{text}</translation>
    </message>
    <message>
        <source>Picture {name}</source>
        <translation>圖片 {name}</translation>
    </message>
    <message>
        <source>File {name}</source>
        <translation>檔案 {name}</translation>
    </message>
    <message>
        <source>changed after the deadline</source>
        <translation>截止後有修改</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a spoken message</comment>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Messages</source>
        <translation>訊息</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Schoolbell</source>
        <translation>開啟校鈴</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>鎖定</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>結束</translation>
    </message>
    <message numerus="yes">
        <source>Schoolbell: %n DING(s) to confirm</source>
        <translation>
            <numerusform>校鈴：%n 則 DING 待確認</numerusform>
        </translation>
    </message>
    <message>
        <source>{dings}, {unread}</source>
        <translation>{dings}，{unread}</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <comment>after the DINGs</comment>
        <translation>
            <numerusform>%n 則未讀</numerusform>
        </translation>
    </message>
    <message>
        <source>Schoolbell</source>
        <translation>校鈴</translation>
    </message>
    <message numerus="yes">
        <source>Schoolbell: %n unread</source>
        <translation>
            <numerusform>校鈴：%n 則未讀</numerusform>
        </translation>
    </message>
    <message>
        <source>Schoolbell goes on here</source>
        <translation>校鈴仍在這裡執行</translation>
    </message>
    <message>
        <source>Closing the window does not end it, so that nothing is missed. Quit from this icon.</source>
        <translation>關閉視窗不會結束程式，不會錯過訊息。要結束請點這個圖示。</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>Try again</source>
        <translation>重試</translation>
    </message>
    <message>
        <source>Go on without it…</source>
        <translation>不帶它繼續…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>結束</translation>
    </message>
</context>
<context>
    <name>UndoToast</name>
    <message>
        <source>Send now</source>
        <translation>立即送出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>復原</translation>
    </message>
    <message>
        <source>{countdown} to {people}</source>
        <translation>{countdown}，共 {people}</translation>
    </message>
    <message numerus="yes">
        <source>goes in %n second(s)</source>
        <translation>
            <numerusform>%n 秒後送出</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people</source>
        <translation>
            <numerusform>%n 人</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnreadPill</name>
    <message>
        <source>{count}+ unread</source>
        <translation>{count}+ 則未讀</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 則未讀</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the first unread message</source>
        <translation>跳到第一則未讀訊息</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Picture before</source>
        <translation>上一張</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一張</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit or full size</source>
        <translation>符合視窗或原始大小</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存新檔</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重試</translation>
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
        <translation>正在載入圖片…</translation>
    </message>
    <message>
        <source>Picture {name} from {sender}</source>
        <translation>{sender}傳的圖片 {name}</translation>
    </message>
    <message>
        <source>{picture}, {place}</source>
        <translation>{picture}，{place}</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}。{advice}</translation>
    </message>
    <message>
        <source>This picture is too large to be shown here. Save it to open it elsewhere.</source>
        <translation>這張圖片太大，無法在這裡顯示。請另存後用其他程式開啟。</translation>
    </message>
    <message>
        <source>This kind of picture cannot be shown here. Save it to open it elsewhere.</source>
        <translation>這種圖片無法在這裡顯示。請另存後用其他程式開啟。</translation>
    </message>
    <message>
        <source>This picture is damaged.</source>
        <translation>這張圖片已損壞。</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
</context>
<context>
    <name>Voice</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分</numerusform>
        </translation>
    </message>
    <message>
        <source>{minutes} {seconds}</source>
        <comment>a length</comment>
        <translation>{minutes} {seconds}</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>語音訊息</translation>
    </message>
    <message>
        <source>{name}, {length}</source>
        <comment>what can be heard, and how long</comment>
        <translation>{name}，{length}</translation>
    </message>
    <message>
        <source>Play: {what}</source>
        <translation>播放：{what}</translation>
    </message>
    <message>
        <source>Pause: {what}</source>
        <translation>暫停：{what}</translation>
    </message>
    <message>
        <source>Position: {position} of {duration}</source>
        <translation>進度：{position} / {duration}</translation>
    </message>
    <message>
        <source>Speed: {rate}</source>
        <translation>播放速度：{rate}</translation>
    </message>
    <message>
        <source>Voice message {moment}</source>
        <comment>file name of a voice note</comment>
        <translation>語音 {moment}</translation>
    </message>
    <message>
        <source>The voice note was discarded</source>
        <translation>語音已捨棄</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>還剩 %n 秒</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VoiceChip</name>
    <message>
        <source>Remove: {what}</source>
        <translation>移除：{what}</translation>
    </message>
</context>
<context>
    <name>VoiceNotes</name>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}。{advice}</translation>
    </message>
</context>
<context>
    <name>WhoGets</name>
    <message>
        <source>Who gets it</source>
        <translation>誰會收到</translation>
    </message>
    <message>
        <source>Choose people, a class or a role.</source>
        <translation>請選擇人、班級或身分。</translation>
    </message>
    <message>
        <source>Guardians</source>
        <translation>家長</translation>
    </message>
    <message>
        <source>Students</source>
        <translation>學生</translation>
    </message>
    <message>
        <source>Colleagues</source>
        <translation>老師</translation>
    </message>
    <message>
        <source>Cannot be reached</source>
        <translation>無法送達</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names}等</translation>
    </message>
    <message>
        <source>{names}: you share no room with them.</source>
        <translation>{names}：你們沒有共同的群組。</translation>
    </message>
    <message>
        <source>In direct chats it is an ordinary message: no pop-up, nobody is reminded.</source>
        <translation>傳送到私訊的只是一般訊息：不彈出視窗，也不提醒。</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Schoolbell</source>
        <translation>校鈴</translation>
    </message>
    <message>
        <source>({count}) Schoolbell</source>
        <translation>({count}) 校鈴</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>MMM d</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
</context>
</TS>

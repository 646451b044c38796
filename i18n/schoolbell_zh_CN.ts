<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AccountMenu</name>
    <message>
        <source>Accounts</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>添加账号</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Sign out of this account</source>
        <translation>退出当前账号</translation>
    </message>
    <message>
        <source>{name} ({account})</source>
        <translation>{name}（{account}）</translation>
    </message>
    <message>
        <source>{name}, open now</source>
        <translation>{name}，当前账号</translation>
    </message>
    <message>
        <source>{name}, has a PIN</source>
        <translation>{name}，需要 PIN</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
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
        <translation>要退出这个账号吗？</translation>
    </message>
    <message>
        <source>Messages kept on this computer are removed; the school&apos;s server keeps them.</source>
        <translation>这台电脑上存的消息会删掉，学校服务器上的还在。</translation>
    </message>
    <message>
        <source>What is not sent yet would be lost.</source>
        <translation>没发出去的内容，退出就没有了。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) are not sent yet and would be lost</source>
        <translation>
            <numerusform>还有 %n 条消息没发出去，退出就没有了</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) would be lost, too.</source>
        <translation>
            <numerusform>还有 %n 份草稿，退出也就没有了。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>先不退出</translation>
    </message>
</context>
<context>
    <name>AskFiles</name>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.gif *.webp)</translation>
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
        <translation>定时</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>No notices yet</source>
        <translation>还没有公告</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>无标题</translation>
    </message>
    <message>
        <source>{title} (a change)</source>
        <translation>{title}（修改）</translation>
    </message>
    <message>
        <source>Begin a new one from it (without its files)</source>
        <translation>以它为模板写新公告（不含附件）</translation>
    </message>
    <message>
        <source>See how far it is</source>
        <translation>查看进度</translation>
    </message>
    <message>
        <source>Take it back and change it</source>
        <translation>取回修改</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发出</translation>
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
        <translation>用浏览器登录</translation>
    </message>
    <message>
        <source>Sign in with {name}</source>
        <translation>用 {name} 登录</translation>
    </message>
    <message>
        <source>Go on in the browser window. Schoolbell waits here until you are done.</source>
        <translation>请在浏览器窗口里继续，完成后会自动回到这里。</translation>
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
        <translation>设置自己的密码</translation>
    </message>
    <message>
        <source>The password on the slip works only once. From now on you sign in with your own.</source>
        <translation>登录单上的密码只能用一次，以后用自己的密码登录。</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>再输一次新密码</translation>
    </message>
    <message>
        <source>The two passwords differ</source>
        <translation>两次输入的密码不一样</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save and go on</source>
        <translation>保存并继续</translation>
    </message>
</context>
<context>
    <name>Channels</name>
    <message>
        <source>Always sent</source>
        <translation>总是发送</translation>
    </message>
    <message>
        <source>Not for direct chats</source>
        <translation>私聊不用</translation>
    </message>
    <message>
        <source>If nobody confirms</source>
        <translation>没确认时才用</translation>
    </message>
    <message>
        <source>No gateway here</source>
        <translation>学校未接网关</translation>
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
        <translation>撤销并修改</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发出</translation>
    </message>
    <message>
        <source>Not sent yet</source>
        <translation>还没有发出</translation>
    </message>
    <message>
        <source>Who has confirmed appears here once it is sent</source>
        <translation>发出后，这里显示谁已确认</translation>
    </message>
    <message>
        <source>This computer must be on then: the school&apos;s server cannot do it alone.</source>
        <translation>到时这台电脑要开着：学校服务器不能代为发出。</translation>
    </message>
    <message>
        <source>It goes out by itself, also while this computer is off.</source>
        <translation>到时间自动发出，这台电脑关着也可以。</translation>
    </message>
    <message>
        <source>Nobody has seen it. Taken back, it is in the editor again with people and files.</source>
        <translation>现在还没有人看到。撤销会回到编辑，收件人和附件都在。</translation>
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
        <translation>发出修改</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>定时发送</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发公告</translation>
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
        <translation>新建 DING</translation>
    </message>
    <message>
        <source>Delete this draft</source>
        <translation>删除草稿</translation>
    </message>
    <message>
        <source>Close; the draft is kept</source>
        <translation>关闭（草稿会保留）</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发给</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What they will see</source>
        <translation>对方看到的样子</translation>
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
        <translation>发出</translation>
    </message>
    <message>
        <source>Schedule for {people}</source>
        <translation>定时发给 {people}</translation>
    </message>
    <message>
        <source>Send to {people}</source>
        <translation>发给 {people}</translation>
    </message>
    <message>
        <source>Choose who gets it.</source>
        <translation>请选择发给谁。</translation>
    </message>
    <message>
        <source>Write what they must know.</source>
        <translation>请写内容。</translation>
    </message>
    <message numerus="yes">
        <source>The text is too long by %n character(s).</source>
        <translation>
            <numerusform>内容超出 %n 字。</numerusform>
        </translation>
    </message>
    <message>
        <source>The time it should go out is over.</source>
        <translation>发送时间已过，请重选。</translation>
    </message>
    <message>
        <source>None of them can be reached from this account.</source>
        <translation>用这个账号发不到他们任何人。</translation>
    </message>
    <message>
        <source>A voice note is being recorded.</source>
        <translation>正在录语音。</translation>
    </message>
    <message>
        <source>Goes out {time}; {who}.</source>
        <translation>{time} 发出；{who}。</translation>
    </message>
    <message>
        <source>{who}. It can be taken back for 10 seconds.</source>
        <translation>{who}。发出后 10 秒内可撤销。</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>ComposeSide</name>
    <message>
        <source>What families see</source>
        <translation>家长看到的样子</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>A change reaches every class. Who has signed need not sign again.</source>
        <translation>改动会发到每个班，已签的家长不用重签。</translation>
    </message>
    <message>
        <source>On a phone families read the text and confirm with ✅.</source>
        <translation>家长在手机上看正文，点 ✅ 确认。</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Emoji</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Mention somebody</source>
        <translation>提到某人</translation>
    </message>
    <message>
        <source>Send files</source>
        <translation>发送文件</translation>
    </message>
    <message>
        <source>Send pictures</source>
        <translation>发送图片</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>录一条语音</translation>
    </message>
    <message>
        <source>Enter to send · Shift+Enter for a new line</source>
        <translation>Enter 发送 · Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Write a message, @ to mention</source>
        <translation>输入消息，@ 提醒某人</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Editing your message</source>
        <translation>正在修改消息</translation>
    </message>
    <message>
        <source>Reply to {name}</source>
        <translation>回复 {name}</translation>
    </message>
</context>
<context>
    <name>ConnectionBanner</name>
    <message>
        <source>No connection. You can go on writing; everything is sent when it is back.</source>
        <translation>网络断开了。可以继续写，联网后会按顺序发出。</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>现在重连</translation>
    </message>
    <message>
        <source>You have been signed out. Nothing on this computer is lost.</source>
        <translation>登录已失效，这台电脑上的内容都还在。</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登录</translation>
    </message>
    <message>
        <source>{what}. {advice}</source>
        <translation>{what}。{advice}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>This account was moved to another school. Until you sign in again, yours stays.</source>
        <translation>此账号被改到了另一所学校。重新登录之前，这里仍是你原来的学校。</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n second(s)</source>
        <translation>
            <numerusform>%n 秒后重连</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>正在连接…</translation>
    </message>
</context>
<context>
    <name>Conversation</name>
    <message>
        <source>Conversation</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>{name} is typing …</source>
        <translation>{name} 正在输入…</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing …</source>
        <translation>
            <numerusform>%n 人正在输入…</numerusform>
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
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open {name}?</source>
        <translation>要打开 {name} 吗？</translation>
    </message>
    <message>
        <source>This file can run on this computer and do harm. Open it only if you know what it is and trust who sent it.</source>
        <translation>这个文件可以在电脑上运行，可能有害。请确认它是什么，并且信任发送的人，再打开。</translation>
    </message>
    <message>
        <source>Open anyway</source>
        <translation>仍然打开</translation>
    </message>
    <message>
        <source>Do not open</source>
        <translation>不打开</translation>
    </message>
    <message>
        <source>No program on this computer opens this file. Save it instead.</source>
        <translation>这台电脑上没有程序能打开这个文件，请另存后使用。</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>Choose pictures</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Pictures ({endings})</source>
        <translation>图片 ({endings})</translation>
    </message>
    <message>
        <source>Picture {moment}.{ending}</source>
        <comment>file name of a pasted picture</comment>
        <translation>图片 {moment}.{ending}</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) at once; the others were left out.</source>
        <translation>
            <numerusform>一次最多 %n 个文件，其余的没有加入。</numerusform>
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
        <translation>短信</translation>
    </message>
    <message>
        <source>Phone call</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>SMS sent {time}</source>
        <translation>短信已发 {time}</translation>
    </message>
    <message>
        <source>called {time}</source>
        <translation>已拨打电话 {time}</translation>
    </message>
    <message>
        <source>SMS refused by the gateway</source>
        <translation>短信被网关拒绝</translation>
    </message>
    <message>
        <source>call refused by the gateway</source>
        <translation>电话被网关拒绝</translation>
    </message>
    <message>
        <source>SMS not possible: no number</source>
        <translation>无法发短信：没有号码</translation>
    </message>
    <message>
        <source>call not possible: no number</source>
        <translation>无法打电话：没有号码</translation>
    </message>
    <message>
        <source>no SMS: the daily limit is reached</source>
        <translation>未发短信：已达当日上限</translation>
    </message>
    <message>
        <source>no call: the daily limit is reached</source>
        <translation>未打电话：已达当日上限</translation>
    </message>
    <message>
        <source>SMS not sent: the gateway did not answer</source>
        <translation>短信未发出：网关没有响应</translation>
    </message>
    <message>
        <source>call not made: the gateway did not answer</source>
        <translation>电话未拨出：网关没有响应</translation>
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
        <translation>{channel}：{sent} 条成功，{failed} 条未成功</translation>
    </message>
    <message>
        <source>{channel}: {failed} could not be sent</source>
        <translation>{channel}：{failed} 条未成功</translation>
    </message>
    <message>
        <source>{channel}: {sent} sent</source>
        <translation>{channel}：{sent} 条成功</translation>
    </message>
    <message>
        <source>not signed in yet</source>
        <translation>尚未登录</translation>
    </message>
    <message numerus="yes">
        <source>%n families have never signed in: hand out their slips again</source>
        <translation>
            <numerusform>%n 个家庭从未登录：请重新发放登录单</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people have never signed in: hand out their slips again</source>
        <translation>
            <numerusform>%n 人从未登录：请重新发放登录单</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DemoWindow</name>
    <message>
        <source>The demo school could not be started. The window of the command has the details.</source>
        <translation>演示学校没有启动成功，详情见运行命令的窗口。</translation>
    </message>
    <message>
        <source>Open as the class teacher</source>
        <translation>以班主任身份打开</translation>
    </message>
    <message>
        <source>Open as a student</source>
        <translation>以学生身份打开</translation>
    </message>
    <message>
        <source>Open as a guardian</source>
        <translation>以家长身份打开</translation>
    </message>
    <message>
        <source>Schoolbell demo school</source>
        <translation>校铃演示学校</translation>
    </message>
    <message>
        <source>Open as</source>
        <translation>打开身份</translation>
    </message>
    <message>
        <source>Preparing the school …</source>
        <translation>正在准备学校…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>The school is running on this machine only. Everything you do here is thrown away when this window is closed. There is no keyring in the demo: sessions are kept in a private file.</source>
        <translation>这所学校只在这台电脑上运行，关掉这个窗口后，在这里做的一切都会丢弃。演示里没有密钥环，登录信息存在只有你能读的文件里。</translation>
    </message>
    <message>
        <source>Starting the homeserver …</source>
        <translation>正在启动服务器…</translation>
    </message>
    <message>
        <source>People sign in for the first time …</source>
        <translation>大家第一次登录…</translation>
    </message>
    <message>
        <source>An ordinary morning of messages …</source>
        <translation>一个平常上午的消息…</translation>
    </message>
    <message>
        <source>Importing the school&apos;s roster …</source>
        <translation>正在导入花名册…</translation>
    </message>
</context>
<context>
    <name>DetailsColumn</name>
    <message>
        <source>Close details</source>
        <translation>关闭详情</translation>
    </message>
</context>
<context>
    <name>DiagnosticsSection</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>A text file for whoever looks after this computer: versions, settings, numbers and the last lines of the log. It holds no messages, no names and no passwords; you can read it before you send it.</source>
        <translation>一个文本文件，给管理这台电脑的人看：版本、设置、一些数字和日志的最后几行。里面没有消息、姓名和密码，发送前可以自己先看。</translation>
    </message>
    <message>
        <source>Export diagnostics…</source>
        <translation>导出诊断报告…</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Export diagnostics</source>
        <translation>导出诊断报告</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
</context>
<context>
    <name>DingEntrances</name>
    <message>
        <source>DING these people</source>
        <translation>钉这些人</translation>
    </message>
    <message numerus="yes">
        <source>DING the %n unread</source>
        <translation>
            <numerusform>钉未读的 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>DING this</source>
        <translation>钉这条</translation>
    </message>
    <message>
        <source>DING {name}</source>
        <translation>钉 {name}</translation>
    </message>
</context>
<context>
    <name>DingMenu</name>
    <message>
        <source>Reminders so far</source>
        <translation>催过的记录</translation>
    </message>
    <message>
        <source>Export as a spreadsheet</source>
        <translation>导出为表格</translation>
    </message>
    <message>
        <source>Withdraw …</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Write to {name}</source>
        <translation>给 {name} 发消息</translation>
    </message>
    <message>
        <source>DING this family alone</source>
        <translation>只钉这一户</translation>
    </message>
</context>
<context>
    <name>DingPane</name>
    <message>
        <source>The reminder is on its way.</source>
        <translation>提醒正在发出。</translation>
    </message>
    <message>
        <source>It is taken back.</source>
        <translation>已撤回。</translation>
    </message>
    <message>
        <source>It comes back in five minutes.</source>
        <translation>5 分钟后再提醒你。</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>已保存：{path}</translation>
    </message>
    <message>
        <source>It has already gone out. You can withdraw it.</source>
        <translation>已经发出去了，需要的话可以撤回。</translation>
    </message>
    <message>
        <source>DING</source>
        <translation>DING</translation>
    </message>
    <message>
        <source>Your DINGs are on their way</source>
        <translation>正在取你的 DING</translation>
    </message>
    <message numerus="yes">
        <source>%n DING(s) wait for you</source>
        <translation>
            <numerusform>%n 条 DING 等你确认</numerusform>
        </translation>
    </message>
    <message>
        <source>Open one at the left to read and confirm it.</source>
        <translation>从左边打开一条，看过后确认。</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>没有等你确认的</translation>
    </message>
    <message>
        <source>A DING stays on the screen of everybody it is for until they confirm it.</source>
        <translation>DING 会一直停在收件人的屏幕上，直到确认。</translation>
    </message>
    <message>
        <source>Offline. What you confirm and send goes out when there is a connection.</source>
        <translation>离线。你的确认和要发的 DING，联网后就会发出。</translation>
    </message>
    <message>
        <source>It goes out at its time. Until then it can be changed.</source>
        <translation>到时间就发出，之前都可以改。</translation>
    </message>
</context>
<context>
    <name>DingRow</name>
    <message>
        <source>{who} · this computer must be on</source>
        <translation>{who} · 电脑要开着</translation>
    </message>
    <message>
        <source>No text yet</source>
        <translation>还没写内容</translation>
    </message>
    <message>
        <source>{name} · {role}</source>
        <comment>sender and subject</comment>
        <translation>{name} · {role}</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
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
        <translation>班级</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>学号</translation>
    </message>
    <message>
        <source>Student or colleague</source>
        <translation>学生或同事</translation>
    </message>
    <message>
        <source>Household</source>
        <translation>这一户</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>身份</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>已签名</translation>
    </message>
</context>
<context>
    <name>DingText</name>
    <message numerus="yes">
        <source>%n waiting for you</source>
        <translation>
            <numerusform>等你确认 %n</numerusform>
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
        <translation>本周</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>上周</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n 户</numerusform>
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
        <translation>已撤回</translation>
    </message>
    <message numerus="yes">
        <source>%n copies were not sent</source>
        <translation>
            <numerusform>%n 份没发出去</numerusform>
        </translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>正在发出</translation>
    </message>
    <message>
        <source>{families}, all confirmed</source>
        <translation>{families}全部已确认</translation>
    </message>
    <message>
        <source>{families} · {count} confirmed</source>
        <translation>{families} · 已确认 {count}</translation>
    </message>
    <message>
        <source>{people} · {families}</source>
        <translation>{people} · {families}</translation>
    </message>
    <message>
        <source>confirm by {time}</source>
        <translation>{time} 前确认</translation>
    </message>
    <message numerus="yes">
        <source>reminded %n time(s)</source>
        <translation>
            <numerusform>催过 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>waits for your confirmation</source>
        <translation>等你确认</translation>
    </message>
    <message>
        <source>confirmed by you</source>
        <translation>你已确认</translation>
    </message>
    <message>
        <source>confirmed by {name}</source>
        <translation>{name}已确认</translation>
    </message>
    <message>
        <source>seen by you</source>
        <translation>你已看过</translation>
    </message>
</context>
<context>
    <name>DingWords</name>
    <message numerus="yes">
        <source>goes in %n second(s)</source>
        <translation>
            <numerusform>%n 秒后发出</numerusform>
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
            <numerusform>催过 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} guardians</source>
        <translation>{name} 家长</translation>
    </message>
    <message>
        <source>{name} students</source>
        <translation>{name} 学生</translation>
    </message>
    <message>
        <source>{name} teachers</source>
        <translation>{name} 老师</translation>
    </message>
    <message>
        <source>{name} everybody</source>
        <translation>{name} 所有人</translation>
    </message>
    <message>
        <source>All colleagues</source>
        <translation>全体教职工</translation>
    </message>
    <message>
        <source>All families of the school</source>
        <translation>全校家长和学生</translation>
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
        <translation>{time} 前确认</translation>
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
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>the students confirm themselves</source>
        <translation>学生本人确认</translation>
    </message>
    <message>
        <source>a guardian or the student confirms</source>
        <translation>家长或学生本人确认</translation>
    </message>
    <message>
        <source>one guardian per family confirms</source>
        <translation>每户一位家长确认</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>Phone call</source>
        <translation>电话语音</translation>
    </message>
    <message>
        <source>Pop-up in the app</source>
        <translation>应用内弹窗</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the names of channels</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>signed {time}</source>
        <translation>已签名 {time}</translation>
    </message>
    <message>
        <source>confirmed {time}</source>
        <translation>已确认 {time}</translation>
    </message>
    <message>
        <source>read {time}</source>
        <translation>已读 {time}</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未读</translation>
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
            <numerusform>%n 户</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftQuestion</name>
    <message>
        <source>Delete draft</source>
        <translation>删除草稿</translation>
    </message>
    <message>
        <source>Delete this draft?</source>
        <translation>要删除这份草稿吗？</translation>
    </message>
    <message>
        <source>What was written and the recipients go. Nobody has got it.</source>
        <translation>内容和收件人会一起删掉。它还没有发给任何人。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
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
        <translation>松开鼠标，加入要发送的文件</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The network is down</source>
        <translation>网络断开了</translation>
    </message>
    <message>
        <source>Check the cable or Wi-Fi. Schoolbell tries again by itself.</source>
        <translation>检查网线或 Wi-Fi，校铃会自己重试。</translation>
    </message>
    <message>
        <source>The school&apos;s server does not answer</source>
        <translation>学校服务器没有回应</translation>
    </message>
    <message>
        <source>It may be busy. Try again in a moment.</source>
        <translation>可能正忙，过一会儿再试。</translation>
    </message>
    <message>
        <source>The connection is not secure</source>
        <translation>连接不安全</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not valid. Check this computer&apos;s date, or ask the school.</source>
        <translation>服务器的证书无效。请看看电脑日期对不对，或问学校。</translation>
    </message>
    <message>
        <source>No school was found at this address</source>
        <translation>这个地址没有找到学校</translation>
    </message>
    <message>
        <source>The address is printed on the sign-in slip. Check each letter.</source>
        <translation>地址印在登录单上，请逐个字母核对。</translation>
    </message>
    <message>
        <source>There is no school server at this address</source>
        <translation>这个地址不是学校服务器</translation>
    </message>
    <message>
        <source>The school&apos;s server is too old for Schoolbell</source>
        <translation>学校服务器版本太旧，校铃用不了</translation>
    </message>
    <message>
        <source>It lacks sliding sync. Ask the school&apos;s IT to update it.</source>
        <translation>缺少滑动同步功能，请学校信息老师升级。</translation>
    </message>
    <message>
        <source>This network asks you to sign in first</source>
        <translation>这个网络要先登录</translation>
    </message>
    <message>
        <source>Open a web page, sign in to the network, then come back.</source>
        <translation>打开一个网页登录网络，然后再回来。</translation>
    </message>
    <message>
        <source>The proxy cannot be used</source>
        <translation>代理无法使用</translation>
    </message>
    <message>
        <source>Check the proxy in this computer&apos;s network settings, or ask the school&apos;s IT.</source>
        <translation>请检查电脑网络设置里的代理，或联系学校信息老师。</translation>
    </message>
    <message>
        <source>This computer uses a proxy script</source>
        <translation>这台电脑使用了代理脚本</translation>
    </message>
    <message>
        <source>Schoolbell cannot read proxy scripts (PAC). Ask the school&apos;s IT for the proxy&apos;s address.</source>
        <translation>校铃不支持代理脚本（PAC）。请向学校信息老师询问代理地址。</translation>
    </message>
    <message>
        <source>Account or password is wrong</source>
        <translation>账号或密码不对</translation>
    </message>
    <message>
        <source>Forgotten? The class teacher or the office can print a new slip.</source>
        <translation>忘了？班主任或教务处可以重新打印登录单。</translation>
    </message>
    <message>
        <source>Too many tries</source>
        <translation>试的次数太多了</translation>
    </message>
    <message>
        <source>Wait a little, then try again.</source>
        <translation>稍等一会儿再试。</translation>
    </message>
    <message>
        <source>You have been signed out</source>
        <translation>你已退出登录</translation>
    </message>
    <message>
        <source>Sign in again to go on. Nothing on this computer is lost.</source>
        <translation>重新登录即可继续，这台电脑上的内容都还在。</translation>
    </message>
    <message>
        <source>Your sign-in has ended</source>
        <translation>登录已到期</translation>
    </message>
    <message>
        <source>You may not do this here</source>
        <translation>你在这里不能这样做</translation>
    </message>
    <message>
        <source>Ask a teacher of this group if you need to.</source>
        <translation>需要的话，请问本群的老师。</translation>
    </message>
    <message>
        <source>It is not there any more</source>
        <translation>已经不在了</translation>
    </message>
    <message>
        <source>It may have been removed.</source>
        <translation>可能被删掉了。</translation>
    </message>
    <message>
        <source>This is too large to send</source>
        <translation>太长了，发不出去</translation>
    </message>
    <message>
        <source>Split it into smaller messages.</source>
        <translation>请分成几条发。</translation>
    </message>
    <message>
        <source>The school&apos;s server refused this</source>
        <translation>学校服务器拒绝了</translation>
    </message>
    <message>
        <source>Change it and try again, or delete it.</source>
        <translation>改一下再试，或者删除。</translation>
    </message>
    <message>
        <source>The school&apos;s server has a problem</source>
        <translation>学校服务器出了问题</translation>
    </message>
    <message>
        <source>Nothing is lost. Schoolbell tries again by itself.</source>
        <translation>什么都没丢，校铃会自己重试。</translation>
    </message>
    <message>
        <source>The school&apos;s server has restarted</source>
        <translation>学校服务器重启过</translation>
    </message>
    <message>
        <source>Schoolbell is catching up by itself.</source>
        <translation>校铃正在自动补齐。</translation>
    </message>
    <message>
        <source>This slip code is not right</source>
        <translation>登录码不对</translation>
    </message>
    <message>
        <source>A letter or digit differs from the slip. Check it and try again.</source>
        <translation>有字母或数字和登录单不一样，请核对后再试。</translation>
    </message>
    <message>
        <source>This password is too easy to guess</source>
        <translation>密码太容易猜</translation>
    </message>
    <message>
        <source>Use at least 8 characters, letters and digits.</source>
        <translation>至少 8 位，要有字母和数字。</translation>
    </message>
    <message>
        <source>This account now belongs to another school</source>
        <translation>这个账号现在属于另一所学校</translation>
    </message>
    <message>
        <source>Ask the school&apos;s office before you go on.</source>
        <translation>继续之前请先问教务处。</translation>
    </message>
    <message>
        <source>This computer has no safe place for the sign-in</source>
        <translation>这台电脑没有地方安全保存登录</translation>
    </message>
    <message>
        <source>You stay signed in until Schoolbell is closed.</source>
        <translation>关闭校铃前保持登录。</translation>
    </message>
    <message>
        <source>The browser could not be opened</source>
        <translation>无法打开浏览器</translation>
    </message>
    <message>
        <source>Set a default browser on this computer, or use your password.</source>
        <translation>请在电脑上设置默认浏览器，或改用密码登录。</translation>
    </message>
    <message>
        <source>The sign-in in the browser was not finished</source>
        <translation>浏览器里的登录没有完成</translation>
    </message>
    <message>
        <source>Try again and finish it in the browser window.</source>
        <translation>请重试，并在浏览器窗口里完成登录。</translation>
    </message>
    <message>
        <source>The PIN is wrong</source>
        <translation>PIN 不对</translation>
    </message>
    <message>
        <source>Forgotten? Sign in with your password: nothing is lost.</source>
        <translation>忘记了？用密码重新登录即可，内容不会丢失。</translation>
    </message>
    <message>
        <source>Schoolbell is already open with this account</source>
        <translation>这个账号的校铃已经开着</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it first.</source>
        <translation>请用已打开的窗口，或先把它关掉。</translation>
    </message>
    <message>
        <source>A newer Schoolbell has used this data</source>
        <translation>这份数据被更新版本的校铃用过</translation>
    </message>
    <message>
        <source>Update Schoolbell to open it.</source>
        <translation>请升级校铃再打开。</translation>
    </message>
    <message>
        <source>Data on this computer is damaged</source>
        <translation>这台电脑上的数据损坏了</translation>
    </message>
    <message>
        <source>It has been kept. Ask the school&apos;s IT for help.</source>
        <translation>数据没有删，请找学校信息老师帮忙。</translation>
    </message>
    <message>
        <source>Messages kept here were damaged</source>
        <translation>这台电脑上存的消息损坏了</translation>
    </message>
    <message>
        <source>They are loaded again; nothing is lost.</source>
        <translation>正在重新加载，什么都没丢。</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘满了</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>腾出一些空间再试。</translation>
    </message>
    <message>
        <source>Schoolbell cannot write to its folder</source>
        <translation>校铃不能写入自己的文件夹</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions or ask the school&apos;s IT.</source>
        <translation>检查文件夹权限，或问学校信息老师。</translation>
    </message>
    <message>
        <source>Schoolbell is not set up correctly</source>
        <translation>校铃没有设置好</translation>
    </message>
    <message>
        <source>Ask the school&apos;s IT for help.</source>
        <translation>请找学校信息老师帮忙。</translation>
    </message>
    <message>
        <source>The roster has mistakes</source>
        <translation>花名册有错误</translation>
    </message>
    <message>
        <source>Correct them and import it again.</source>
        <translation>改正后重新导入。</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>什么都没改。</translation>
    </message>
    <message>
        <source>The file cannot be read any more</source>
        <translation>文件读不到了</translation>
    </message>
    <message>
        <source>It was moved, deleted or unplugged. Put it back and try again.</source>
        <translation>它可能被移动、删除，或 U 盘已拔出。放回原处后重试。</translation>
    </message>
    <message>
        <source>The file was changed after you chose it</source>
        <translation>文件在选择之后被改动过</translation>
    </message>
    <message>
        <source>Delete this message and choose the file again.</source>
        <translation>请删除这条消息，再重新选择文件。</translation>
    </message>
    <message>
        <source>This file is not what its sender announced</source>
        <translation>文件与发送者所说的不一致</translation>
    </message>
    <message>
        <source>It was not opened. Ask for it to be sent again.</source>
        <translation>没有打开它。请对方重新发送。</translation>
    </message>
    <message>
        <source>This file is too large for the school&apos;s server</source>
        <translation>文件超出学校服务器能接收的大小</translation>
    </message>
    <message>
        <source>Make it smaller or split it, then send it again.</source>
        <translation>请压缩或拆分后再发送。</translation>
    </message>
    <message>
        <source>Nothing can be saved in this folder</source>
        <translation>无法保存到这个文件夹</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>There is no microphone on this computer</source>
        <translation>这台电脑没有麦克风</translation>
    </message>
    <message>
        <source>Plug one in, then try again.</source>
        <translation>接上麦克风后再试。</translation>
    </message>
    <message>
        <source>Schoolbell may not use the microphone</source>
        <translation>校铃不能使用麦克风</translation>
    </message>
    <message>
        <source>Allow it in this computer&apos;s privacy settings, or close the program that uses it.</source>
        <translation>请在这台电脑的隐私设置里允许，或关闭正在占用麦克风的程序。</translation>
    </message>
    <message>
        <source>Nothing could be recorded</source>
        <translation>没有录到声音</translation>
    </message>
    <message>
        <source>Check the microphone, then try again.</source>
        <translation>检查麦克风后再试。</translation>
    </message>
    <message>
        <source>There is no loudspeaker on this computer</source>
        <translation>这台电脑没有扬声器</translation>
    </message>
    <message>
        <source>Plug in headphones or a loudspeaker, then try again.</source>
        <translation>接上耳机或扬声器后再试。</translation>
    </message>
    <message>
        <source>This cannot be played</source>
        <translation>无法播放</translation>
    </message>
    <message>
        <source>It is damaged, or no sound at all. Ask for it to be sent again.</source>
        <translation>文件已损坏，或不是声音。请对方重新发送。</translation>
    </message>
    <message>
        <source>Who may write here was not changed</source>
        <translation>发言权限没有改成</translation>
    </message>
    <message>
        <source>Somebody may have changed your rights or this person&apos;s. Look again, then try once more.</source>
        <translation>可能有人刚改过您或对方的权限。请看一下再试一次。</translation>
    </message>
    <message>
        <source>Only files can be sent</source>
        <translation>只能发送文件</translation>
    </message>
    <message>
        <source>Put a folder into one archive file first, then send that.</source>
        <translation>文件夹请先打包成一个压缩文件再发送。</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>Try again. If it stays so, tell the school&apos;s IT.</source>
        <translation>再试一次，还不行就告诉学校信息老师。</translation>
    </message>
    <message>
        <source>Take one out first.</source>
        <translation>先移除一个再加。</translation>
    </message>
    <message numerus="yes">
        <source>At most %n file(s) at once</source>
        <translation>
            <numerusform>一次最多 %n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You can try again in %n second(s).</source>
        <translation>
            <numerusform>%n 秒后可以再试。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FollowPage</name>
    <message>
        <source>Export as a spreadsheet</source>
        <translation>导出为表格</translation>
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
        <translation>搜索家庭</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系</translation>
    </message>
    <message>
        <source>Who has confirmed</source>
        <translation>谁已确认</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message numerus="yes">
        <source>%n copies were refused: see the outbox in Messages.</source>
        <translation>
            <numerusform>%n 份被服务器拒绝，请看“消息”里的发件箱。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies are still on their way; they go out by themselves.</source>
        <translation>
            <numerusform>还有 %n 份正在发出，会自动发完。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent {time}</source>
        <translation>{time} 发出</translation>
    </message>
    <message>
        <source>reminded every {pause}, {left}</source>
        <translation>每 {pause}自动催，{left}</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>还剩 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>with a signature</source>
        <translation>要签名</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>{time} 截止</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
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
        <translation>没完成 {count}</translation>
    </message>
    <message>
        <source>Read, not confirmed {count}</source>
        <translation>已读没确认 {count}</translation>
    </message>
    <message>
        <source>Unread {count}</source>
        <translation>未读 {count}</translation>
    </message>
    <message>
        <source>Not signed in {count}</source>
        <translation>尚未登录 {count}</translation>
    </message>
    <message>
        <source>Confirmed {count}</source>
        <translation>已确认 {count}</translation>
    </message>
    <message>
        <source>Read {count}</source>
        <translation>已读 {count}</translation>
    </message>
    <message>
        <source>Counting who has confirmed</source>
        <translation>正在统计谁已确认</translation>
    </message>
    <message>
        <source>Nobody is called so</source>
        <translation>没有叫这个名字的人</translation>
    </message>
    <message>
        <source>Try a part of the name.</source>
        <translation>试试只输名字的一部分。</translation>
    </message>
    <message>
        <source>It is not known yet who has confirmed</source>
        <translation>还不知道谁已确认</translation>
    </message>
    <message>
        <source>It comes with the connection.</source>
        <translation>联网后就会显示。</translation>
    </message>
    <message>
        <source>Everybody has confirmed</source>
        <translation>全部已确认</translation>
    </message>
    <message>
        <source>Nobody here</source>
        <translation>这里没有人</translation>
    </message>
    <message>
        <source>Choose another filter.</source>
        <translation>换个筛选看看。</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>展开全文</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take this DING back?</source>
        <translation>撤回这条 DING？</translation>
    </message>
    <message>
        <source>Its pop-ups close everywhere, and phones read that it does not stand any more. Who has read it has read it.</source>
        <translation>所有人的弹窗都会关闭，手机上会显示已撤回。已经看过的人，内容是看到了的。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>不撤回</translation>
    </message>
    <message>
        <source>Export who has confirmed</source>
        <translation>导出确认情况</translation>
    </message>
    <message>
        <source>Spreadsheet (*.xlsx)</source>
        <translation>表格 (*.xlsx)</translation>
    </message>
    <message>
        <source>ding.xlsx</source>
        <translation>DING 确认情况.xlsx</translation>
    </message>
</context>
<context>
    <name>FollowSummary</name>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Read, not confirmed</source>
        <translation>已读，没确认</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>{unit} · {percent} %</source>
        <translation>{unit} · {percent}%</translation>
    </message>
    <message>
        <source>{count} of {total} confirmed</source>
        <translation>共 {total}，已确认 {count}</translation>
    </message>
    <message numerus="yes">
        <source>Remind %n families</source>
        <translation>
            <numerusform>再钉没确认的 %n 户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remind %n people</source>
        <translation>
            <numerusform>再钉没确认的 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Withdrawn: nobody is asked any more</source>
        <translation>已撤回，不再要求确认</translation>
    </message>
    <message>
        <source>Everybody has confirmed</source>
        <translation>全部已确认</translation>
    </message>
    <message>
        <source>Reminded {time}; again 5 minutes later</source>
        <translation>{time} 刚催过，5 分钟后可再催</translation>
    </message>
    <message>
        <source>Sent just now; possible after 5 minutes</source>
        <translation>刚刚发出，5 分钟后可以催</translation>
    </message>
    <message>
        <source>Last reminded {time}</source>
        <translation>{time} 催过</translation>
    </message>
</context>
<context>
    <name>FollowText</name>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
</context>
<context>
    <name>FollowUnits</name>
    <message numerus="yes">
        <source>families</source>
        <translation>
            <numerusform>户</numerusform>
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
        <translation>发消息</translation>
    </message>
    <message>
        <source>DING this family alone</source>
        <translation>只钉这一户</translation>
    </message>
</context>
<context>
    <name>GuardCard</name>
    <message numerus="yes">
        <source>These families have %n DING(s) today already</source>
        <translation>
            <numerusform>这些家庭今天已有 %n 条 DING</numerusform>
        </translation>
    </message>
    <message>
        <source>If it can wait, it is seen better at another time.</source>
        <translation>不急的话，换个时间更容易被看到。</translation>
    </message>
    <message>
        <source>It is the school&apos;s quiet time</source>
        <translation>现在是学校的免打扰时段</translation>
    </message>
    <message>
        <source>The pop-up and its sound would come now, at this hour.</source>
        <translation>现在发，弹窗和声音马上就会出现。</translation>
    </message>
    <message>
        <source>Send it {time}</source>
        <translation>{time} 发送</translation>
    </message>
    <message>
        <source>Send now anyway</source>
        <translation>仍现在发</translation>
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
        <translation>拒绝</translation>
    </message>
    <message>
        <source>{name} invites you to the chat “{room}”</source>
        <translation>{name}邀请你加入聊天“{room}”</translation>
    </message>
    <message>
        <source>{name} would like to chat with you</source>
        <translation>{name}想和你聊天</translation>
    </message>
    <message>
        <source>Not on your school&apos;s roster. Account: {address}</source>
        <translation>不在学校花名册里。账号：{address}</translation>
    </message>
    <message numerus="yes">
        <source>%n more invitation(s)</source>
        <translation>
            <numerusform>还有 %n 个邀请</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ItemText</name>
    <message>
        <source>Student</source>
        <translation>学生</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>家长</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>老师</translation>
    </message>
    <message>
        <source>Class teacher</source>
        <translation>班主任</translation>
    </message>
    <message>
        <source>Principal</source>
        <translation>校长</translation>
    </message>
    <message>
        <source>School office</source>
        <translation>教务处</translation>
    </message>
    <message>
        <source>Education bureau</source>
        <translation>教育局</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>语音消息</translation>
    </message>
    <message>
        <source>Message recalled</source>
        <translation>消息已撤回</translation>
    </message>
    <message>
        <source>Encrypted message, cannot be read here</source>
        <translation>加密消息，这里看不了</translation>
    </message>
    <message>
        <source>Message that cannot be shown here</source>
        <translation>这里显示不了的消息</translation>
    </message>
    <message numerus="yes">
        <source>at least %n unread</source>
        <translation>
            <numerusform>至少 %n 条未读</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>mentions you</source>
        <translation>提到了你</translation>
    </message>
    <message numerus="yes">
        <source>%n not sent</source>
        <translation>
            <numerusform>%n 条没发出去</numerusform>
        </translation>
    </message>
    <message>
        <source>muted</source>
        <translation>免打扰</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>waiting to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>没发出去</translation>
    </message>
    <message>
        <source>read by all</source>
        <translation>全部已读</translation>
    </message>
    <message>
        <source>{people} joined</source>
        <translation>{people} 加入了</translation>
    </message>
    <message>
        <source>{people} left</source>
        <translation>{people} 离开了</translation>
    </message>
    <message>
        <source>{name} invited {other}</source>
        <translation>{name} 邀请了 {other}</translation>
    </message>
    <message>
        <source>{name} removed {other}</source>
        <translation>{name} 移出了 {other}</translation>
    </message>
    <message>
        <source>{name} removed {other} for good</source>
        <translation>{name} 移出了 {other}，不能再加入</translation>
    </message>
    <message>
        <source>{name} renamed the group to {other}</source>
        <translation>{name} 把群名改为 {other}</translation>
    </message>
    <message>
        <source>{name} changed the description</source>
        <translation>{name} 改了群介绍</translation>
    </message>
    <message>
        <source>{name} changed the picture</source>
        <translation>{name} 换了群头像</translation>
    </message>
    <message>
        <source>{name} created the group</source>
        <translation>{name} 建了这个群</translation>
    </message>
    <message>
        <source>{name} turned on encryption</source>
        <translation>{name} 开启了加密</translation>
    </message>
    <message>
        <source>{name} changed the group</source>
        <translation>{name} 改了群设置</translation>
    </message>
    <message>
        <source>New messages below</source>
        <translation>以下为新消息</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded</source>
        <translation>更早的消息没取到</translation>
    </message>
    <message>
        <source>Loading earlier messages</source>
        <translation>正在取更早的消息</translation>
    </message>
    <message>
        <source>in reply to {name}</source>
        <translation>回复 {name}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已修改</translation>
    </message>
</context>
<context>
    <name>JumpPill</name>
    <message numerus="yes">
        <source>%n new messages</source>
        <translation>
            <numerusform>%n 条新消息</numerusform>
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
        <translation>链接地址</translation>
    </message>
    <message>
        <source>Add the link</source>
        <translation>添加链接</translation>
    </message>
    <message>
        <source>No link</source>
        <translation>取消链接</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>a chat</source>
        <translation>一个会话</translation>
    </message>
    <message>
        <source>Open a link</source>
        <translation>打开链接</translation>
    </message>
    <message>
        <source>A link wants to open “{name}”</source>
        <translation>有链接要打开“{name}”</translation>
    </message>
    <message>
        <source>Open it if you expected this. Nothing is sent.</source>
        <translation>是你想打开的就打开，不会发送任何内容。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>You have no chat with {name}</source>
        <translation>你和 {name} 没有会话</translation>
    </message>
    <message>
        <source>A link wanted to open it. You can find people of your school with Ctrl+K.</source>
        <translation>有链接想打开它。按 Ctrl+K 可以找到本校的人。</translation>
    </message>
    <message>
        <source>You are not in the chat that a link wants to open</source>
        <translation>你不在链接要打开的会话里</translation>
    </message>
    <message>
        <source>Perhaps it is for another account. Ask whoever sent the link, or your school.</source>
        <translation>它可能是给别的账号的。请问发链接的人或学校。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
        <translation>搜索和筛选 (Ctrl+F)</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>New DING</source>
        <translation>新建 DING</translation>
    </message>
    <message>
        <source>New DING (Ctrl+N)</source>
        <translation>新建 DING (Ctrl+N)</translation>
    </message>
    <message>
        <source>Which DINGs</source>
        <translation>哪些 DING</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search these DINGs</source>
        <translation>搜索这些 DING</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>只显示</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>收到</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发出</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>定时</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Waiting for me</source>
        <translation>等我确认</translation>
    </message>
    <message>
        <source>With a deadline</source>
        <translation>有截止时间</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>没完成</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Your DINGs are on their way</source>
        <translation>正在取你的 DING</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>没有符合的</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>No DING for you</source>
        <translation>没有你的 DING</translation>
    </message>
    <message>
        <source>New ones pop up, and they appear here.</source>
        <translation>来了会弹出来，也会出现在这里。</translation>
    </message>
    <message>
        <source>Nothing sent yet</source>
        <translation>还没发过</translation>
    </message>
    <message>
        <source>A DING stays on the screen until it is confirmed.</source>
        <translation>DING 会一直停在屏幕上，直到确认。</translation>
    </message>
    <message>
        <source>Nothing scheduled</source>
        <translation>没有定时的</translation>
    </message>
    <message>
        <source>Choose a time when you write a DING.</source>
        <translation>写 DING 时可以选发送时间。</translation>
    </message>
</context>
<context>
    <name>LockPage</name>
    <message>
        <source>Schoolbell is locked</source>
        <translation>校铃已锁定</translation>
    </message>
    <message>
        <source>Enter the PIN to go on.</source>
        <translation>输入 PIN 继续使用。</translation>
    </message>
    <message>
        <source>Enter your account and its PIN.</source>
        <translation>输入你的账号和 PIN。</translation>
    </message>
    <message>
        <source>Account (staff number, student number)</source>
        <translation>账号（工号、学号）</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Another account</source>
        <translation>换一个账号</translation>
    </message>
    <message>
        <source>Forgot the PIN? Sign in with the password</source>
        <translation>忘记 PIN？用密码登录</translation>
    </message>
    <message>
        <source>Account or PIN is wrong</source>
        <translation>账号或 PIN 不对</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Unlocking …</source>
        <translation>正在解锁…</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>{time} 后再试</translation>
    </message>
</context>
<context>
    <name>LockSection</name>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>For a computer that several people share: a PIN locks this account&apos;s window. It does not encrypt the disk.</source>
        <translation>适合多人共用的电脑：用 PIN 锁住这个账号的窗口。它不加密硬盘。</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>设置 PIN</translation>
    </message>
    <message>
        <source>Lock now (Ctrl+L)</source>
        <translation>立即锁定（Ctrl+L）</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>更改 PIN</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>移除 PIN</translation>
    </message>
    <message>
        <source>Lock by itself when nobody touches it</source>
        <translation>无人操作时自动锁定</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>%n 分钟后</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Locking</name>
    <message>
        <source>Set a PIN</source>
        <translation>设置 PIN</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>更改 PIN</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>移除 PIN</translation>
    </message>
    <message>
        <source>4 to 12 digits. Forgotten, it is replaced by signing in with the password.</source>
        <translation>4 到 12 位数字。忘记了也不要紧，用密码登录就能重设。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>PIN of {name}</source>
        <translation>{name} 的 PIN</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>Logo</name>
    <message>
        <source>Schoolbell</source>
        <translation>校铃</translation>
    </message>
</context>
<context>
    <name>LookingBack</name>
    <message>
        <source>Looking for it …</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>MMMM d, yyyy</source>
        <comment>date format inside a sentence</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>That cannot be loaded now. These are the nearest messages on this computer.</source>
        <translation>现在无法加载，这里是本机上最接近的消息。</translation>
    </message>
    <message>
        <source>Nobody wrote that day. The next message is from {day}.</source>
        <translation>那一天没有消息，下一条消息在{day}。</translation>
    </message>
    <message>
        <source>Nobody has written since. The last message is from {day}.</source>
        <translation>此后没有新消息，最后一条消息在{day}。</translation>
    </message>
    <message>
        <source>Nobody has written since. These are the newest messages.</source>
        <translation>此后没有新消息，这里是最新的消息。</translation>
    </message>
</context>
<context>
    <name>Me</name>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>{name}, {state}</source>
        <translation>{name}，{state}</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>账号</translation>
    </message>
</context>
<context>
    <name>MediaStorage</name>
    <message>
        <source>Pictures and files that were opened are kept here, so that they open at once.</source>
        <translation>打开过的图片和文件保存在这里，下次可以马上打开。</translation>
    </message>
    <message>
        <source>Pictures and files take {size} here. The school&apos;s server has them: cleared ones are loaded again when they are opened.</source>
        <translation>图片和文件占用 {size}。学校服务器上都有，清除后再打开时会重新下载。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear downloaded pictures and files</source>
        <translation>清除已下载的图片和文件</translation>
    </message>
</context>
<context>
    <name>MembersPage</name>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Search members</source>
        <translation>搜索成员</translation>
    </message>
    <message>
        <source>Fetching the members</source>
        <translation>正在取成员名单</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try a shorter name.</source>
        <translation>换个短一点的名字试试。</translation>
    </message>
</context>
<context>
    <name>MentionPopup</name>
    <message>
        <source>People you can mention</source>
        <translation>可以提到的人</translation>
    </message>
</context>
<context>
    <name>MessageMenu</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Copy selection</source>
        <translation>复制选中的文字</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>React</source>
        <translation>回应</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Who has read it</source>
        <translation>谁读了</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>撤回</translation>
    </message>
</context>
<context>
    <name>MessagesPane</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Choose a conversation</source>
        <translation>选一个会话</translation>
    </message>
    <message>
        <source>Or search for a group or a person with Ctrl+K.</source>
        <translation>也可以按 Ctrl+K 搜索群或人。</translation>
    </message>
    <message>
        <source>Your groups are on their way</source>
        <translation>正在取你的群</translation>
    </message>
    <message>
        <source>They appear as soon as the school answers.</source>
        <translation>学校服务器一回应就会出现。</translation>
    </message>
    <message>
        <source>No groups yet</source>
        <translation>还没有群</translation>
    </message>
    <message>
        <source>The school adds you to your groups.</source>
        <translation>学校会把你加进群里。</translation>
    </message>
    <message>
        <source>Sign in again to write</source>
        <translation>重新登录后才能写</translation>
    </message>
    <message>
        <source>This room is end-to-end encrypted; Schoolbell cannot write here</source>
        <translation>这个群是端到端加密的，校铃不能在这里发消息</translation>
    </message>
    <message>
        <source>Only teachers may write here</source>
        <translation>这里只有老师能发消息</translation>
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
        <translation>时间</translation>
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
        <translation>上个月</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>下个月</translation>
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
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n 分钟</numerusform>
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
        <translation>您已被禁言，老师解除后才能发言</translation>
    </message>
    <message>
        <source>You are muted until {time}</source>
        <translation>您已被禁言，至 {time}</translation>
    </message>
    <message>
        <source>All are muted: only teachers may write for now</source>
        <translation>全员禁言中，暂时只有老师可以发言</translation>
    </message>
    <message>
        <source>{name} muted {other} for {length}</source>
        <translation>{name}将{other}禁言 {length}</translation>
    </message>
    <message>
        <source>{name} muted {other} until {time}</source>
        <translation>{name}将{other}禁言至 {time}</translation>
    </message>
    <message>
        <source>{name} muted {other}</source>
        <translation>{name}将{other}禁言</translation>
    </message>
    <message>
        <source>{name} lets {other} write again</source>
        <translation>{name}解除了{other}的禁言</translation>
    </message>
    <message>
        <source>{name} muted all: only teachers may write</source>
        <translation>{name}开启了全员禁言，只有老师可以发言</translation>
    </message>
    <message>
        <source>{name} lets all write again</source>
        <translation>{name}关闭了全员禁言</translation>
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
        <translation>解除全员禁言</translation>
    </message>
    <message>
        <source>Mute all</source>
        <translation>全员禁言</translation>
    </message>
    <message>
        <source>Only teachers write then; everybody can still confirm and react</source>
        <translation>开启后只有老师可以发言，大家仍可确认和表态</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{name} is muted until {time}</source>
        <translation>已将{name}禁言至 {time}</translation>
    </message>
    <message>
        <source>{name} is muted</source>
        <translation>已将{name}禁言</translation>
    </message>
    <message>
        <source>{name} may write again</source>
        <translation>{name}可以发言了</translation>
    </message>
    <message>
        <source>All are muted: only teachers write now</source>
        <translation>已开启全员禁言，只有老师可以发言</translation>
    </message>
    <message>
        <source>All may write again</source>
        <translation>已解除全员禁言，大家可以发言了</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>到时这台电脑要开着</translation>
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
        <translation>班级公告</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>to be signed</source>
        <translation>要签字</translation>
    </message>
    <message>
        <source>to be confirmed</source>
        <translation>要确认</translation>
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
        <translation>你已签字 {time}</translation>
    </message>
    <message>
        <source>You confirmed {time}</source>
        <translation>你已确认 {time}</translation>
    </message>
    <message>
        <source>{name} signed {time}</source>
        <translation>{name} 已签字 {time}</translation>
    </message>
    <message>
        <source>{name} confirmed {time}</source>
        <translation>{name} 已确认 {time}</translation>
    </message>
    <message numerus="yes">
        <source>%n signed</source>
        <translation>
            <numerusform>已签 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>已确认 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n read</source>
        <translation>
            <numerusform>已读 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>未读 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only read</source>
        <comment>read, not signed</comment>
        <translation>
            <numerusform>已读没签 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only read</source>
        <comment>read, not confirmed</comment>
        <translation>
            <numerusform>已读没确认 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not signed</source>
        <comment>families</comment>
        <translation>
            <numerusform>钉没签的 %n 户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not signed</source>
        <comment>people</comment>
        <translation>
            <numerusform>钉没签的 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not confirmed</source>
        <comment>families</comment>
        <translation>
            <numerusform>钉没确认的 %n 户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not confirmed</source>
        <comment>people</comment>
        <translation>
            <numerusform>钉没确认的 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not read it</source>
        <comment>families</comment>
        <translation>
            <numerusform>钉未读的 %n 户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>DING the %n who have not read it</source>
        <comment>people</comment>
        <translation>
            <numerusform>钉未读的 %n 人</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n 户</numerusform>
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
            <numerusform>已发到 {here}/%n 所学校</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{here} of %n classes</source>
        <translation>
            <numerusform>已发到 {here}/%n 个班</numerusform>
        </translation>
    </message>
    <message>
        <source>Who signed</source>
        <translation>看签收</translation>
    </message>
    <message>
        <source>Who confirmed</source>
        <translation>看确认</translation>
    </message>
    <message>
        <source>Who read it</source>
        <translation>看已读</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认收到</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>展开全文</translation>
    </message>
    <message>
        <source>One guardian of each family signs</source>
        <translation>每户一位家长签字</translation>
    </message>
    <message>
        <source>One guardian of each family confirms</source>
        <translation>每户一位家长确认</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>改过</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of classes</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>also sent to {names}</source>
        <translation>同时发到 {names}</translation>
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
        <translation>给班级写公告</translation>
    </message>
    <message>
        <source>It was sent already; it can still be withdrawn</source>
        <translation>已经发出去了，需要的话可以撤回</translation>
    </message>
    <message>
        <source>The list was saved</source>
        <translation>名单已保存</translation>
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
        <translation>发到</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Families</source>
        <translation>要家长做</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>When</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>写明是什么事</translation>
    </message>
    <message>
        <source>What families are asked for</source>
        <translation>要家长做什么</translation>
    </message>
    <message>
        <source>Read it</source>
        <translation>看过就行</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>点确认</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签字</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>截止时间</translation>
    </message>
    <message>
        <source>Keep it on top until the deadline</source>
        <translation>置顶到截止</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>定时</translation>
    </message>
    <message>
        <source>Previous notices</source>
        <translation>以前的公告</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>When it is sent</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>Delete this draft</source>
        <translation>删除草稿</translation>
    </message>
    <message>
        <source>Close; the draft is kept</source>
        <translation>关闭（草稿会保留）</translation>
    </message>
    <message>
        <source>What families see</source>
        <translation>家长看到的样子</translation>
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
        <translation>每户一位家长</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>到时这台电脑要开着</translation>
    </message>
</context>
<context>
    <name>NoticeEditor</name>
    <message>
        <source>Bold (Ctrl+B)</source>
        <translation>加粗（Ctrl+B）</translation>
    </message>
    <message>
        <source>List with dots</source>
        <translation>项目符号列表</translation>
    </message>
    <message>
        <source>Numbered list</source>
        <translation>编号列表</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>录一条语音</translation>
    </message>
    <message>
        <source>Text of the notice</source>
        <translation>公告正文</translation>
    </message>
    <message>
        <source>What families should know</source>
        <translation>写家长要知道的事</translation>
    </message>
    <message numerus="yes">
        <source>about %n characters too many</source>
        <translation>
            <numerusform>大约多出 %n 个字</numerusform>
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
        <translation>没完成</translation>
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
        <translation>导出为表格…</translation>
    </message>
    <message>
        <source>Change the text …</source>
        <translation>修改正文…</translation>
    </message>
    <message>
        <source>Withdraw …</source>
        <translation>撤回…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Withdraw this notice?</source>
        <translation>要撤回这条公告吗？</translation>
    </message>
    <message>
        <source>Every class sees that it does not stand any more. This cannot be undone.</source>
        <translation>各班会看到它已撤回，之后不能恢复。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>不撤回</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
</context>
<context>
    <name>NoticeStrip</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
        <translation>{school}：教务处和校长</translation>
    </message>
    <message numerus="yes">
        <source>%n families</source>
        <translation>
            <numerusform>%n 户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n schools</source>
        <translation>
            <numerusform>%n 所学校</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>You may not write to {names}</source>
        <translation>你不能发到{names}</translation>
    </message>
    <message numerus="yes">
        <source>%n with children in several of the classes get it once</source>
        <comment>families</comment>
        <translation>
            <numerusform>几个班都有孩子的 %n 户只收一份</numerusform>
        </translation>
    </message>
    <message>
        <source>It can be taken back within 10 seconds.</source>
        <translation>发出后 10 秒内可撤销。</translation>
    </message>
    <message>
        <source>{classes} and {families}.</source>
        <translation>{classes}和 {families}家庭。</translation>
    </message>
    <message>
        <source>A voice note is being recorded</source>
        <translation>正在录语音</translation>
    </message>
    <message numerus="yes">
        <source>To %n schools.</source>
        <translation>
            <numerusform>发到 %n 所学校。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To %n classes</source>
        <translation>
            <numerusform>发到 %n 个班</numerusform>
        </translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <comment>two sentences</comment>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>It is not scheduled any more. It is a draft until you send it again.</source>
        <translation>已取消定时，现在是草稿，要再发一次。</translation>
    </message>
    <message>
        <source>Choose at least one class</source>
        <translation>至少选一个班</translation>
    </message>
    <message>
        <source>A title is missing</source>
        <translation>还没写标题</translation>
    </message>
    <message>
        <source>Write something or attach a file</source>
        <translation>写点内容或添加附件</translation>
    </message>
    <message>
        <source>The text is too long</source>
        <translation>正文太长了</translation>
    </message>
    <message>
        <source>The time to send is over</source>
        <translation>发送时间已过</translation>
    </message>
    <message>
        <source>It was withdrawn: it cannot be changed any more</source>
        <translation>已经撤回，不能再改</translation>
    </message>
    <message>
        <source>You may not write to any of these</source>
        <translation>这些地方你都不能发</translation>
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
        <translation>显示通知</translation>
    </message>
    <message>
        <source>Show what was written</source>
        <translation>显示消息内容</translation>
    </message>
    <message>
        <source>Play a sound</source>
        <translation>播放提示音</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>免打扰时段</translation>
    </message>
    <message>
        <source>from</source>
        <comment>quiet hours from 22:00</comment>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <comment>quiet hours to 07:00</comment>
        <translation>到</translation>
    </message>
    <message>
        <source>Quiet hours begin</source>
        <translation>免打扰开始</translation>
    </message>
    <message>
        <source>Quiet hours end</source>
        <translation>免打扰结束</translation>
    </message>
    <message>
        <source>In quiet hours, yours and the school&apos;s, messages are only counted; afterwards you are told once for each chat. DINGs and classes are not held back. How much you are told of a chat is chosen in its menu, and counts on your phone too.</source>
        <translation>在你和学校的免打扰时段里，消息只计数，结束后每个会话提醒一次。DING 和上课不受影响。每个会话怎样提醒，在会话的菜单里选，手机上也一样。</translation>
    </message>
</context>
<context>
    <name>Notifying</name>
    <message>
        <source>Schoolbell</source>
        <translation>校铃</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n 条新消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s) in {chats}</source>
        <comment>{chats}: 7 chats</comment>
        <translation>
            <numerusform>{chats}有 %n 条新消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s)</source>
        <comment>inside: 12 new messages in 7 chats</comment>
        <translation>
            <numerusform>%n 个会话</numerusform>
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
        <translation>[图片] {text}</translation>
    </message>
    <message>
        <source>[File] {text}</source>
        <translation>[文件] {text}</translation>
    </message>
    <message>
        <source>[Voice message] {text}</source>
        <translation>[语音] {text}</translation>
    </message>
    <message>
        <source>A message that cannot be shown here</source>
        <translation>这里显示不了的消息</translation>
    </message>
    <message>
        <source>New message</source>
        <translation>新消息</translation>
    </message>
</context>
<context>
    <name>OfflineStrip</name>
    <message>
        <source>Not everything was sent</source>
        <translation>有消息没发出去</translation>
    </message>
    <message numerus="yes">
        <source>Offline · %n waiting</source>
        <translation>
            <numerusform>离线 · %n 条待发</numerusform>
        </translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n 条失败</numerusform>
        </translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>发件箱</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>Confirm</source>
        <translation>确认方式</translation>
    </message>
    <message>
        <source>Who counts</source>
        <translation>谁算数</translation>
    </message>
    <message>
        <source>Goes out</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止到</translation>
    </message>
    <message>
        <source>Remind</source>
        <translation>自动催</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>截止</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>渠道</translation>
    </message>
    <message>
        <source>By a press</source>
        <translation>点按确认</translation>
    </message>
    <message>
        <source>By signature</source>
        <translation>手写签名</translation>
    </message>
    <message>
        <source>How it is confirmed</source>
        <translation>确认方式</translation>
    </message>
    <message>
        <source>One guardian per family</source>
        <translation>每户一位家长</translation>
    </message>
    <message>
        <source>The student</source>
        <translation>学生本人</translation>
    </message>
    <message>
        <source>Either of them</source>
        <translation>家长或学生本人</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>At a time</source>
        <translation>定时</translation>
    </message>
    <message>
        <source>When it goes out</source>
        <translation>发送时间</translation>
    </message>
    <message>
        <source>No deadline</source>
        <translation>不设截止</translation>
    </message>
    <message>
        <source>Until when it must be confirmed</source>
        <translation>确认的截止时间</translation>
    </message>
    <message>
        <source>Remind who has not confirmed</source>
        <translation>自动提醒没确认的人</translation>
    </message>
    <message>
        <source>every</source>
        <comment>every 2 hours, at most 3 times</comment>
        <translation>每</translation>
    </message>
    <message>
        <source>at most</source>
        <comment>every 2 hours, at most 3 times</comment>
        <translation>提醒未确认的，最多</translation>
    </message>
    <message>
        <source>Pause between two reminders</source>
        <translation>两次提醒的间隔</translation>
    </message>
    <message>
        <source>How many reminders at most</source>
        <translation>最多提醒几次</translation>
    </message>
    <message>
        <source>They sign with mouse, pen or finger</source>
        <translation>用鼠标、笔或手指签名</translation>
    </message>
    <message>
        <source>The pop-up stays until confirmed</source>
        <translation>弹窗一直在，确认后才消失</translation>
    </message>
    <message>
        <source>This time is over</source>
        <translation>这个时间已过</translation>
    </message>
    <message>
        <source>This computer must be on then</source>
        <translation>到时这台电脑要开着</translation>
    </message>
    <message>
        <source>Also while this computer is off</source>
        <translation>这台电脑关着也会发</translation>
    </message>
    <message>
        <source>not in direct chats</source>
        <translation>私聊里不催</translation>
    </message>
    <message>
        <source>while this computer is on</source>
        <translation>这台电脑开着时才催</translation>
    </message>
</context>
<context>
    <name>OutboxPage</name>
    <message>
        <source>Outbox</source>
        <translation>发件箱</translation>
    </message>
    <message>
        <source>Everything is kept on this computer; closing the program loses nothing.</source>
        <translation>都存在这台电脑上，关掉程序也不会丢。</translation>
    </message>
    <message>
        <source>Everything is sent</source>
        <translation>都发出去了</translation>
    </message>
    <message>
        <source>What waits for the network appears here.</source>
        <translation>等网络的消息会出现在这里。</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>没发出去</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>等待网络</translation>
    </message>
</context>
<context>
    <name>OutboxRow</name>
    <message>
        <source>Recall of a message</source>
        <translation>撤回一条消息</translation>
    </message>
    <message>
        <source>{time} · number {place} in line</source>
        <translation>{time} · 排第 {place}</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>OutgoingTray</name>
    <message numerus="yes">
        <source>%n file(s) to send</source>
        <translation>
            <numerusform>%n 个待发送的文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Your school&apos;s server takes up to {size} at once; larger files go in parts.</source>
        <translation>学校服务器一次最多接收 {size}，更大的文件会分段发送。</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Hide password</source>
        <translation>隐藏密码</translation>
    </message>
    <message>
        <source>Show password</source>
        <translation>显示密码</translation>
    </message>
</context>
<context>
    <name>PasswordStrength</name>
    <message numerus="yes">
        <source>At least %n characters</source>
        <translation>
            <numerusform>至少 %n 位</numerusform>
        </translation>
    </message>
    <message>
        <source>Weak: mix letters and digits; no names, no 12345</source>
        <translation>太弱：字母数字混着用，别用名字和 12345</translation>
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
        <translation>没有班级</translation>
    </message>
    <message>
        <source>Not known: read receipts are private</source>
        <translation>不知道：对方关闭了已读回执</translation>
    </message>
    <message>
        <source>Has never signed in</source>
        <translation>从没登录</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>班级</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Read at</source>
        <translation>已读时间</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不知道</translation>
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
        <translation>PIN</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>新 PIN</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>再输一次新 PIN</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>A PIN has 4 to 12 digits</source>
        <translation>PIN 是 4 到 12 位数字</translation>
    </message>
    <message>
        <source>This PIN is too easy to guess</source>
        <translation>这个 PIN 太容易被猜到</translation>
    </message>
    <message>
        <source>The two PINs differ</source>
        <translation>两次输入的 PIN 不一样</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>{time} 后再试</translation>
    </message>
</context>
<context>
    <name>PinnedBar</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message numerus="yes">
        <source>%n more notices</source>
        <translation>
            <numerusform>还有 %n 条公告</numerusform>
        </translation>
    </message>
    <message>
        <source>{kind} on top: {text}</source>
        <translation>置顶{kind}：{text}</translation>
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
        <translation>发到</translation>
    </message>
    <message>
        <source>Add a class</source>
        <translation>添加班级</translation>
    </message>
    <message>
        <source>There is no class to write to</source>
        <translation>没有可以发的班级</translation>
    </message>
</context>
<context>
    <name>PopupBody</name>
    <message>
        <source>{name} confirmed {time}</source>
        <translation>{name} {time} 已确认</translation>
    </message>
    <message>
        <source>Your family is done</source>
        <translation>你家已完成</translation>
    </message>
    <message>
        <source>{name} took it back</source>
        <translation>{name} 已撤回</translation>
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
        <translation>条待确认</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>上一条</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>下一条</translation>
    </message>
    <message>
        <source>Read all</source>
        <translation>看全文</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
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
        <translation>关闭</translation>
    </message>
    <message>
        <source>Put aside for 5 minutes</source>
        <translation>先收起，5 分钟后提醒</translation>
    </message>
    <message>
        <source>All in 5 minutes</source>
        <translation>全部 5 分钟后</translation>
    </message>
    <message>
        <source>In 5 minutes</source>
        <translation>5 分钟后</translation>
    </message>
    <message>
        <source>Nothing to press. If there is more to say, reply.</source>
        <translation>不用再点。想说别的，可以回复。</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认收到</translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>签名并确认</translation>
    </message>
    <message>
        <source>Sign …</source>
        <translation>签名…</translation>
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
        <translation>你写的内容</translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n 个附件</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>签名并确认</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认收到</translation>
    </message>
    <message>
        <source>What they will see</source>
        <translation>对方看到的样子</translation>
    </message>
</context>
<context>
    <name>Quitting</name>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) cannot be kept on this computer</source>
        <translation>
            <numerusform>有 %n 份草稿存不下来</numerusform>
        </translation>
    </message>
    <message>
        <source>Its disk is full or cannot be written. Make room first; who quits now loses them.</source>
        <translation>磁盘满了或不能写入。请先腾出空间；现在退出，草稿就没有了。</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>仍然退出</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>先不退出</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Panes</source>
        <translation>栏目</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>DING</source>
        <translation>DING</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>ReadsPage</name>
    <message>
        <source>Read and unread</source>
        <translation>已读未读</translation>
    </message>
    <message>
        <source>Sent {time} · {people}</source>
        <translation>{time} 发送 · 共 {people}</translation>
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
            <numerusform>%n 已读</numerusform>
        </translation>
    </message>
    <message>
        <source>Unread {count}</source>
        <translation>未读 {count}</translation>
    </message>
    <message>
        <source>Read {count}</source>
        <translation>已读 {count}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the read lists</source>
        <translation>导出已读未读名单</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>班级</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>全部班级</translation>
    </message>
    <message>
        <source>All roles</source>
        <translation>全部角色</translation>
    </message>
    <message>
        <source>Fetching the lists</source>
        <translation>正在取名单</translation>
    </message>
    <message>
        <source>The school&apos;s server is asked once.</source>
        <translation>只向学校服务器问一次。</translation>
    </message>
    <message>
        <source>Nobody fits these filters</source>
        <translation>没有符合的人</translation>
    </message>
    <message>
        <source>Choose another class.</source>
        <translation>换个班级看看。</translation>
    </message>
    <message>
        <source>Everybody has read it</source>
        <translation>大家都读了</translation>
    </message>
    <message>
        <source>Nobody has read it yet</source>
        <translation>还没有人读</translation>
    </message>
    <message>
        <source>Readers appear here.</source>
        <translation>读了的人会出现在这里。</translation>
    </message>
    <message>
        <source>Spreadsheet text (*.csv)</source>
        <translation>表格文本 (*.csv)</translation>
    </message>
    <message>
        <source>read-lists.csv</source>
        <translation>已读未读.csv</translation>
    </message>
</context>
<context>
    <name>ReceivedPage</name>
    <message>
        <source>Remind me in 5 minutes</source>
        <translation>5 分钟后提醒</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Others should know it too?</source>
        <translation>还要告诉别人？</translation>
    </message>
    <message>
        <source>Make a DING of it</source>
        <translation>转成新的 DING</translation>
    </message>
    <message>
        <source>by {place}</source>
        <comment>the class or room it came by</comment>
        <translation>来自 {place}</translation>
    </message>
    <message numerus="yes">
        <source>you were reminded %n time(s)</source>
        <translation>
            <numerusform>已提醒你 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign and confirm</source>
        <translation>签名并确认</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认收到</translation>
    </message>
    <message>
        <source>{name} took this back. There is nothing to confirm.</source>
        <translation>{name} 已撤回，不用确认。</translation>
    </message>
    <message>
        <source>You have seen it. Somebody else of your family confirms it.</source>
        <translation>你已看过，由家里其他人确认。</translation>
    </message>
    <message>
        <source>You confirmed {time}.</source>
        <translation>你已确认 {time}。</translation>
    </message>
    <message>
        <source>{name} confirmed {time}. Your family is done.</source>
        <translation>{name} {time} 已确认，你家已完成。</translation>
    </message>
    <message>
        <source>Once confirmed, pop-up and reminders stop.</source>
        <translation>确认后，弹窗和提醒都停。</translation>
    </message>
    <message>
        <source>For your information: nobody waits for your confirmation.</source>
        <translation>看过就行，不用你确认。</translation>
    </message>
    <message>
        <source>In 5 minutes</source>
        <translation>5 分钟后</translation>
    </message>
</context>
<context>
    <name>RecipientsField</name>
    <message>
        <source>Name, initials, class</source>
        <translation>姓名、拼音首字母、班级</translation>
    </message>
    <message>
        <source>To</source>
        <translation>发给</translation>
    </message>
    <message>
        <source>Type a name, initials or a class; arrow down shows the list</source>
        <translation>输入姓名、拼音首字母或班级，按向下键看列表</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>Recording a voice note</source>
        <translation>正在录音</translation>
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
        <translation>发送</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The microphone hears nothing. Is it switched off?</source>
        <translation>麦克风没有声音，是不是关了？</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>Damaged data</source>
        <translation>数据损坏</translation>
    </message>
    <message>
        <source>Go on without the damaged data?</source>
        <translation>不带损坏的数据继续吗？</translation>
    </message>
    <message>
        <source>Drafts and messages that were not sent yet are in it. It is not changed and stays in {folder} for the school&apos;s IT to look at. What was sent is at the school&apos;s server.</source>
        <translation>里面有草稿和还没发出的消息。它不会被改动，仍保存在 {folder}，学校的信息技术老师可以查看。已发出的消息都在学校服务器上。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
</context>
<context>
    <name>RemindHistory</name>
    <message>
        <source>Reminders so far</source>
        <translation>催过的记录</translation>
    </message>
    <message>
        <source>by yourself</source>
        <translation>你催的</translation>
    </message>
    <message>
        <source>by the school&apos;s office</source>
        <translation>值班室自动催</translation>
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
        <translation>这是谁的号码？</translation>
    </message>
    <message>
        <source>Student</source>
        <translation>学生</translation>
    </message>
    <message>
        <source>Teacher, staff</source>
        <translation>教职工</translation>
    </message>
    <message>
        <source>Parent, guardian</source>
        <translation>家长</translation>
    </message>
</context>
<context>
    <name>RoomHeaderBar</name>
    <message>
        <source>Notifications of this chat</source>
        <translation>本会话的提醒</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Search in this chat (Ctrl+F)</source>
        <translation>在本会话中搜索 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Go to a day (Ctrl+G)</source>
        <translation>跳到某一天 (Ctrl+G)</translation>
    </message>
    <message>
        <source>Only the two of you</source>
        <translation>只有你们两个人</translation>
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
            <numerusform>老师 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n guardians</source>
        <translation>
            <numerusform>家长 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n students</source>
        <translation>
            <numerusform>学生 %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoomListPane</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>People, chats, messages and files (Ctrl+K)</source>
        <translation>搜索联系人、会话、消息和文件 (Ctrl+K)</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>会话列表</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>@me</source>
        <translation>@我</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>班级</translation>
    </message>
    <message>
        <source>Direct</source>
        <translation>私聊</translation>
    </message>
    <message>
        <source>{filter} {count}</source>
        <translation>{filter} {count}</translation>
    </message>
    <message>
        <source>Fetching your groups</source>
        <translation>正在取你的群</translation>
    </message>
    <message>
        <source>This happens once on this computer.</source>
        <translation>这台电脑上只需一次。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>All read</source>
        <translation>都读过了</translation>
    </message>
    <message>
        <source>New messages appear here.</source>
        <translation>新消息会出现在这里。</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>这里没有</translation>
    </message>
    <message>
        <source>No conversation fits this filter.</source>
        <translation>没有符合的会话。</translation>
    </message>
    <message>
        <source>No groups yet</source>
        <translation>还没有群</translation>
    </message>
    <message>
        <source>Groups appear here when the school adds you. Ask the class teacher.</source>
        <translation>学校把你加进群后会出现在这里，可以问班主任。</translation>
    </message>
</context>
<context>
    <name>RoomMenu</name>
    <message>
        <source>Notify me of</source>
        <translation>什么时候提醒我</translation>
    </message>
    <message>
        <source>All messages</source>
        <translation>所有消息</translation>
    </message>
    <message>
        <source>Only when I am mentioned</source>
        <translation>只在有人@我时</translation>
    </message>
    <message>
        <source>Nothing (muted)</source>
        <translation>不提醒（免打扰）</translation>
    </message>
</context>
<context>
    <name>RoomRow</name>
    <message numerus="yes">
        <source>[%n not sent]</source>
        <translation>
            <numerusform>[%n 条没发出去]</numerusform>
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
        <translation>[图片] {text}</translation>
    </message>
    <message>
        <source>[File] {text}</source>
        <translation>[文件] {text}</translation>
    </message>
    <message>
        <source>[Voice message] {text}</source>
        <translation>[语音] {text}</translation>
    </message>
    <message>
        <source>Message recalled</source>
        <translation>消息已撤回</translation>
    </message>
    <message>
        <source>A message that cannot be shown here</source>
        <translation>这里显示不了的消息</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>In which chat</source>
        <translation>在哪个会话</translation>
    </message>
    <message>
        <source>Since when</source>
        <translation>从什么时候起</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>不限时间</translation>
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
        <translation>所有会话</translation>
    </message>
    <message>
        <source>From {name} ✕</source>
        <translation>只看 {name} ✕</translation>
    </message>
    <message>
        <source>Only messages of {name}; press to show everybody&apos;s</source>
        <translation>只看 {name} 的消息，按下看所有人的</translation>
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
        <translation>选择</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Next group</source>
        <translation>换分类</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Everything on this computer, also offline</source>
        <translation>本机已存的消息都搜得到，离线也可以</translation>
    </message>
    <message>
        <source>Older messages are still being prepared …</source>
        <translation>还在整理较早的消息…</translation>
    </message>
</context>
<context>
    <name>SearchOverlay</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search for people, chats, messages and files</source>
        <translation>搜索联系人、会话、消息和文件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Search results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Search in {room}</source>
        <translation>在“{room}”中搜索</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>在所有会话中搜索</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try fewer or other words. What is not on this computer yet is not searched.</source>
        <translation>换个词或少写几个字试试。还没存到本机的消息搜不到。</translation>
    </message>
    <message>
        <source>Searching …</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>想找什么？</translation>
    </message>
    <message>
        <source>A name, its pinyin initials, a word of a message, a file&apos;s name.</source>
        <translation>可以输入姓名、姓名的拼音首字母、消息里的词、文件名。</translation>
    </message>
    <message>
        <source>more than {count} results</source>
        <translation>{count} 条以上</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>共 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchText</name>
    <message>
        <source>Chats</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Recent chats</source>
        <translation>最近的会话</translation>
    </message>
    <message numerus="yes">
        <source>View all %n chat(s)</source>
        <translation>
            <numerusform>查看全部 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n people</source>
        <translation>
            <numerusform>查看全部 %n 位</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n message(s)</source>
        <translation>
            <numerusform>查看全部 %n 条</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>View all %n file(s)</source>
        <translation>
            <numerusform>查看全部 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>学号 {number}</translation>
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
        <translation>有一条定时 DING 没有按时自动发出，现已由这台电脑补发。</translation>
    </message>
    <message>
        <source>There is no chat with this person yet.</source>
        <translation>你和这个人还没有会话。</translation>
    </message>
</context>
<context>
    <name>SettingsPane</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Pictures and files on this computer</source>
        <translation>这台电脑上的图片和文件</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Like the computer</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>No keyring here: you stay signed in until Schoolbell is closed.</source>
        <translation>没有密钥环：关闭校铃前保持登录。</translation>
    </message>
    <message>
        <source>The sign-in is kept in a file that only you can read (--plaintext-session).</source>
        <translation>登录信息存在只有你能读的文件里（--plaintext-session）。</translation>
    </message>
    <message>
        <source>The sign-in is kept in this computer&apos;s keyring.</source>
        <translation>登录信息存在这台电脑的密钥环里。</translation>
    </message>
    <message>
        <source>Schoolbell {version}</source>
        <translation>校铃 {version}</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0. It is built with:</source>
        <translation>自由软件，Apache License 2.0 许可。用到了：</translation>
    </message>
</context>
<context>
    <name>SignInFrame</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>Do you have a slip?</source>
        <translation>手里有登录单？</translation>
    </message>
    <message>
        <source>Type its code once: school, account and first password are filled in for you.</source>
        <translation>输入一次登录码，学校、账号和首次密码会自动填好。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Enter the slip code</source>
        <translation>输入登录码</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Code on the slip, e.g. 3F7K-92QD-…</source>
        <translation>登录单上的码，如 3F7K-92QD-…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>With the account from school; families and students too.</source>
        <translation>用学校发的账号登录，家长和学生也在这里</translation>
    </message>
    <message>
        <source>School address or slip code</source>
        <translation>学校地址或登录码</translation>
    </message>
    <message>
        <source>e.g. school.example</source>
        <translation>如 school.example</translation>
    </message>
    <message>
        <source>Account (staff number, student number)</source>
        <translation>账号（工号、学号）</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Stay signed in on this computer (not on a shared one)</source>
        <translation>在这台电脑上保持登录（公用电脑请不要勾选）</translation>
    </message>
    <message>
        <source>Go on with the other school</source>
        <translation>继续用另一所学校</translation>
    </message>
    <message>
        <source>Other school</source>
        <translation>换学校</translation>
    </message>
    <message>
        <source>Messages are encrypted on their way, not end to end: the school can read them.</source>
        <translation>连接经过加密；消息不做端到端加密，学校管理员可依规查看</translation>
    </message>
    <message>
        <source>This computer has no keyring: you stay signed in until Schoolbell is closed.</source>
        <translation>这台电脑没有密钥环：关闭校铃前保持登录。</translation>
    </message>
    <message>
        <source>--plaintext-session: the sign-in is kept in a file that only you can read.</source>
        <translation>--plaintext-session：登录信息存在只有你能读的文件里。</translation>
    </message>
    <message>
        <source>Try again in {time}</source>
        <translation>{time} 后再试</translation>
    </message>
    <message>
        <source>Looking for the school …</source>
        <translation>正在找学校…</translation>
    </message>
    <message>
        <source>Signing in …</source>
        <translation>正在登录…</translation>
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
        <translation>签名并确认</translation>
    </message>
    <message>
        <source>Sign this notice</source>
        <translation>签这份公告</translation>
    </message>
</context>
<context>
    <name>SignatureBox</name>
    <message>
        <source>Your signature</source>
        <translation>你的签名</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重写</translation>
    </message>
    <message>
        <source>Sign again</source>
        <translation>重新签名</translation>
    </message>
    <message>
        <source>Draw it</source>
        <translation>改为手写</translation>
    </message>
    <message>
        <source>Type my name</source>
        <translation>改为输入姓名</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的姓名</translation>
    </message>
    <message>
        <source>Your name as the signature</source>
        <translation>用作签名的姓名</translation>
    </message>
    <message>
        <source>Sign here with mouse, pen or finger</source>
        <translation>用鼠标、笔或手指在这里签名</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
</context>
<context>
    <name>Signing</name>
    <message>
        <source>You are signed in. Close this page and go back to Schoolbell.</source>
        <translation>登录成功。请关闭此页面，回到校铃。</translation>
    </message>
</context>
<context>
    <name>SlipPicture</name>
    <message>
        <source>Picture of a sign-in slip</source>
        <translation>登录单示意图</translation>
    </message>
    <message>
        <source>Sign-in slip</source>
        <translation>首次登录单</translation>
    </message>
    <message>
        <source>School address</source>
        <translation>学校地址</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>printed on your slip</source>
        <translation>印在登录单上</translation>
    </message>
    <message>
        <source>Slip code</source>
        <translation>登录码</translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>each once</source>
        <translation>已去重</translation>
    </message>
    <message>
        <source>Add {name}</source>
        <translation>添加 {name}</translation>
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
        <translation>写大家都要知道的事，简短更容易被看到。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Record a voice note</source>
        <translation>录一条语音</translation>
    </message>
    <message numerus="yes">
        <source>%n attachment(s)</source>
        <translation>
            <numerusform>%n 个附件</numerusform>
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
        <translation>以下为新消息</translation>
    </message>
    <message>
        <source>Earlier messages could not be loaded. Try again</source>
        <translation>更早的消息没取到，点这里再试</translation>
    </message>
    <message>
        <source>Loading earlier messages…</source>
        <translation>正在取更早的消息…</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 人未读</numerusform>
        </translation>
    </message>
    <message>
        <source>Read by all</source>
        <translation>全部已读</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Waiting for the network</source>
        <translation>等待网络</translation>
    </message>
    <message>
        <source>Not sent: {reason}</source>
        <translation>没发出去：{reason}</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>没发出去</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>(edited)</source>
        <translation>（已修改）</translation>
    </message>
    <message>
        <source>… Show all</source>
        <comment>under the beginning of a long message</comment>
        <translation>… 展开全文</translation>
    </message>
    <message>
        <source>Show the whole message</source>
        <translation>展开全文</translation>
    </message>
    <message>
        <source>This message was deleted</source>
        <translation>消息已撤回</translation>
    </message>
    <message>
        <source>This encrypted message cannot be read here. Open it in Element.</source>
        <translation>这条加密消息这里看不了，请用 Element 打开。</translation>
    </message>
    <message>
        <source>This kind of message cannot be shown here</source>
        <translation>这种消息这里显示不了</translation>
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
        <translation>{name} 离开了</translation>
    </message>
    <message>
        <source>{name} invited {other}</source>
        <translation>{name} 邀请了 {other}</translation>
    </message>
    <message>
        <source>{name} removed {other}</source>
        <translation>{name} 移出了 {other}</translation>
    </message>
    <message>
        <source>{name} banned {other}</source>
        <translation>{name} 移出了 {other}，不能再加入</translation>
    </message>
    <message>
        <source>{name} renamed the group to {other}</source>
        <translation>{name} 把群名改为 {other}</translation>
    </message>
    <message>
        <source>{name} changed the description</source>
        <translation>{name} 改了群介绍</translation>
    </message>
    <message>
        <source>{name} changed the picture</source>
        <translation>{name} 换了群头像</translation>
    </message>
    <message>
        <source>{name} created the group</source>
        <translation>{name} 建了这个群</translation>
    </message>
    <message>
        <source>{name} turned on encryption</source>
        <translation>{name} 开启了加密</translation>
    </message>
    <message>
        <source>{name} changed the group</source>
        <translation>{name} 改了群设置</translation>
    </message>
    <message>
        <source>Reaction {symbol}, {count}</source>
        <translation>回应 {symbol}，{count}</translation>
    </message>
    <message>
        <source>Downloaded</source>
        <translation>已下载</translation>
    </message>
    <message>
        <source>{size} · Downloaded</source>
        <translation>{size} · 已下载</translation>
    </message>
    <message>
        <source>Not loaded: {reason}</source>
        <translation>下载失败：{reason}</translation>
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
        <translation>正在发送 {percent}%</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Save {name} as</source>
        <translation>另存 {name}</translation>
    </message>
    <message>
        <source>Load {name} again</source>
        <translation>重新下载 {name}</translation>
    </message>
    <message>
        <source>Stop sending {name}</source>
        <translation>停止发送 {name}</translation>
    </message>
    <message>
        <source>Stop loading {name}</source>
        <translation>停止下载 {name}</translation>
    </message>
    <message>
        <source>Message text from {name}, read only</source>
        <translation>{name} 的消息内容，只读</translation>
    </message>
    <message>
        <source>Tab goes to the links, Enter opens one, Escape closes</source>
        <translation>按 Tab 到链接，按回车打开，按 Esc 关闭</translation>
    </message>
    <message>
        <source>Escape closes</source>
        <translation>按 Esc 关闭</translation>
    </message>
    <message>
        <source>{name}  {moment}</source>
        <comment>head of a copied message</comment>
        <translation>{name}  {moment}</translation>
    </message>
    <message>
        <source>Show the message of {name}</source>
        <translation>查看{name}的原消息</translation>
    </message>
    <message>
        <source>Show the message that is answered</source>
        <translation>查看被回复的消息</translation>
    </message>
    <message>
        <source>Changed after the deadline:</source>
        <translation>截止后有修改：</translation>
    </message>
    <message>
        <source>show</source>
        <comment>the words that came after the deadline</comment>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show what was changed after the deadline, does not count</source>
        <translation>查看截止后的修改（不算数）</translation>
    </message>
    <message>
        <source>Changed by {name} after the deadline, does not count, read only</source>
        <translation>{name}在截止后修改的内容，不算数，只读</translation>
    </message>
    <message>
        <source>in reply to {name}: {text}</source>
        <translation>回复 {name}：{text}</translation>
    </message>
    <message>
        <source>Picture {name}</source>
        <translation>图片 {name}</translation>
    </message>
    <message>
        <source>File {name}</source>
        <translation>文件 {name}</translation>
    </message>
    <message>
        <source>changed after the deadline</source>
        <translation>截止后有修改</translation>
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
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open Schoolbell</source>
        <translation>打开校铃</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message numerus="yes">
        <source>Schoolbell: %n DING(s) to confirm</source>
        <translation>
            <numerusform>校铃：%n 条 DING 待确认</numerusform>
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
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>Schoolbell</source>
        <translation>校铃</translation>
    </message>
    <message numerus="yes">
        <source>Schoolbell: %n unread</source>
        <translation>
            <numerusform>校铃：%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>Schoolbell goes on here</source>
        <translation>校铃还在这里</translation>
    </message>
    <message>
        <source>Closing the window does not end it, so that nothing is missed. Quit from this icon.</source>
        <translation>关窗口不会退出，消息不会错过。要退出请点这个图标。</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Go on without it…</source>
        <translation>不带它继续…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>UndoToast</name>
    <message>
        <source>Send now</source>
        <translation>立即发出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{countdown} to {people}</source>
        <translation>{countdown}，共 {people}</translation>
    </message>
    <message numerus="yes">
        <source>goes in %n second(s)</source>
        <translation>
            <numerusform>%n 秒后发出</numerusform>
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
        <translation>{count}+ 条未读</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n 条未读</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the first unread message</source>
        <translation>跳到第一条未读消息</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Picture before</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit or full size</source>
        <translation>适合窗口或原始大小</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
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
        <translation>正在加载图片…</translation>
    </message>
    <message>
        <source>Picture {name} from {sender}</source>
        <translation>{sender}发的图片 {name}</translation>
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
        <translation>这张图片太大，无法在这里显示。请另存后用其他程序打开。</translation>
    </message>
    <message>
        <source>This kind of picture cannot be shown here. Save it to open it elsewhere.</source>
        <translation>这种图片无法在这里显示。请另存后用其他程序打开。</translation>
    </message>
    <message>
        <source>This picture is damaged.</source>
        <translation>这张图片已损坏。</translation>
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
        <translation>语音消息</translation>
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
        <translation>暂停：{what}</translation>
    </message>
    <message>
        <source>Position: {position} of {duration}</source>
        <translation>进度：{position} / {duration}</translation>
    </message>
    <message>
        <source>Speed: {rate}</source>
        <translation>倍速：{rate}</translation>
    </message>
    <message>
        <source>Voice message {moment}</source>
        <comment>file name of a voice note</comment>
        <translation>语音 {moment}</translation>
    </message>
    <message>
        <source>The voice note was discarded</source>
        <translation>语音已丢弃</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>还剩 %n 秒</numerusform>
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
        <translation>谁会收到</translation>
    </message>
    <message>
        <source>Choose people, a class or a role.</source>
        <translation>请选择人、班级或身份。</translation>
    </message>
    <message>
        <source>Guardians</source>
        <translation>家长</translation>
    </message>
    <message>
        <source>Students</source>
        <translation>学生</translation>
    </message>
    <message>
        <source>Colleagues</source>
        <translation>老师</translation>
    </message>
    <message>
        <source>Cannot be reached</source>
        <translation>发不到</translation>
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
        <translation>{names}：你们没有共同的群。</translation>
    </message>
    <message>
        <source>In direct chats it is an ordinary message: no pop-up, nobody is reminded.</source>
        <translation>发到私聊的只是普通消息：不弹窗，也不催。</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Schoolbell</source>
        <translation>校铃</translation>
    </message>
    <message>
        <source>({count}) Schoolbell</source>
        <translation>({count}) 校铃</translation>
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

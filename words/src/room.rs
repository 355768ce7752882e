//! Texts of the mediation room.

use domain::actor::Role;
use domain::room::RoomName;
use domain::terms::prose::Language;

catalogue! {
    Room
    Room "调解室" "Mediation room"
    OpenRoom "进入调解室" "Enter the mediation room"
    Check "检查摄像头和麦克风" "Check camera and microphone"
    CheckLead "请看画面、说句话。准备好了再进入，进入前别人看不到您。" "Look at the picture and say something. Nobody sees you before you enter."
    Asking "浏览器正在询问：请按“允许”。" "Your browser is asking: please press “Allow”."
    Camera "摄像头" "Camera"
    Microphone "麦克风" "Microphone"
    Level "麦克风音量" "Microphone level"
    LevelHint "说话时，格子应当变绿。" "The bars should light up as you speak."
    Mute "静音" "Mute"
    CameraOff "关画面" "Camera off"
    SoundOnly "省流量" "Save data"
    Enter "进入调解室" "Enter the room"
    EnterSound "只用声音进入" "Enter with sound only"
    EnterListening "只听和看，先进入" "Enter to listen and watch"
    TryAgain "再试一次" "Try again"
    Refused "摄像头和麦克风没有获得允许。请点地址栏左边的图标，把“摄像头”“麦克风”改为“允许”，再按“再试一次”。" "Camera and microphone are not allowed. Tap the icon left of the address, set both to “Allow”, then press “Try again”."
    NoDevice "没有找到摄像头，可以只用声音参加。" "No camera was found. You can take part with sound only."
    NothingFound "没有找到摄像头和麦克风。可以先进入听和看，或换一部手机。" "No camera or microphone was found. You can enter to listen and watch, or use another phone."
    InUse "摄像头或麦克风正被别的程序占用。请关闭那个程序，再按“再试一次”。" "Another program uses the camera or microphone. Close it, then press “Try again”."
    Insecure "这个地址不能使用摄像头。请用 https 开头的地址打开。" "This address cannot use the camera. Open it with https."
    BackToCase "返回案件" "Back to the case"
    Connecting "正在连接…" "Connecting…"
    Waiting "请稍候，调解员会请您进入" "Please wait. The mediator will let you in"
    WaitingLead "您在等候室。没有人看得到您、听得到您，也不会有人遗漏您。" "You are in the waiting room. Nobody sees or hears you, and you will not be forgotten."
    CancelWaiting "不等了，返回案件" "Stop waiting, back to the case"
    Leave "离开" "Leave"
    LeaveAsk "确定离开调解室吗？需要时可以再进来。" "Leave the room? You can come back."
    Stay "留下" "Stay"
    Left "您已离开调解室" "You have left the room"
    Again "重新进入" "Enter again"
    Draft "协议" "Draft"
    Rooms "人员" "People"
    You "您" "you"
    Speaking "正在说话" "speaking"
    Muted "已静音" "muted"
    NoPicture "未开摄像头" "camera off"
    Away "正在连接" "connecting"
    Listening "人在场" "here"
    NobodyElse "其他人还没有进来。" "Nobody else has come in yet."
    CaucusNote "单独会谈：只有您和调解员" "Caucus: only you and the mediator"
    CaucusNoteHost "单独会谈：只有您和" "Caucus: only you and"
    AndInterpreter "、翻译" " and the interpreter"
    Channel "翻译频道" "Interpreter"
    Minutes "调解笔录" "Minutes"
    MinutesAlong "调解员正在记录，双方同时看到。" "The mediator is writing; both sides read along."
    MinutesAsk "笔录写好了，请核对" "The minutes are ready: please check"
    Reconnecting "网络中断，正在重新连接…" "Connection lost. Reconnecting…"
    MovedTo "您现在在：" "You are now in:"
    GuardNote "麦克风稍后自动打开。" "Your microphone opens in a moment."
    CameIn "进来了" "came in"
    WentOut "离开了" "left"
    MutedByMediator "调解员把您静音了。要说话时请按“静音”恢复。" "The mediator has muted you. Press “Mute” to speak again."
    HearPeople "点这里，听到大家的声音" "Tap here to hear everyone"
    OpenedElsewhere "您在另一个窗口打开了调解室，这里已断开。" "You opened the room in another window; this one is disconnected."
    RoomFull "调解室已满。请联系调解员。" "The room is full. Please ask the mediator."
    TurnedAway "这次没有让您进入，请一分钟后再试。" "You were not let in this time. Please try again in a minute."
    Busy "操作太快，请稍后再试。" "Too many actions at once. Please wait a moment."
    NoMedia "音视频服务暂时不可用，请稍后再试。" "Sound and picture are not available now. Please try again."
    NotNow "现在不能这样做。" "This cannot be done now."
    TestConnection "测试连接（半分钟）" "Test the connection (half a minute)"
    UsePhone "用手机开音视频" "Use my phone for sound and picture"
    Chat "文字" "Text"
    Unread "有新文字" "new text"
    Wrote "写了一条文字" "has written something"
    TextUnfit "最多一千字，不能有特殊的控制符号。" "At most 1,000 characters, without control characters."
    NobodyReads "现在没有人能看到，请稍后再写。" "Nobody can read it now. Please try later."
    Hand "举手" "Raise hand"
    HandUp "举手了" "hand raised"
    Present "出示材料" "Show a paper"
    Share "共享屏幕" "Share screen"
    SharesScreen "正在共享屏幕" "shares the screen"
    Unshown "这台设备放不出对方的画面" "This device cannot show this picture"
    NetworkFair "网络一般" "fair connection"
    NetworkPoor "网络差" "poor connection"
    NetworkLost "没有信号" "no signal"
    UnshownOwn "有人看不到您的画面" "Somebody here cannot see your picture"
}

/// Where a person stands, by name.
pub fn room(room: RoomName) -> Named {
    Named(match room {
        RoomName::Lobby => ("等候室", "Waiting room"),
        RoomName::Main => ("主会场", "Main room"),
        RoomName::CaucusClaimant => ("申请人单独会谈", "Caucus with claimant"),
        RoomName::CaucusRespondent => ("被申请人单独会谈", "Caucus with respondent"),
    })
}

pub fn role(role: Role) -> Named {
    Named(match role {
        Role::Claimant => ("申请人", "Claimant"),
        Role::Respondent => ("被申请人", "Respondent"),
        Role::Mediator => ("调解员", "Mediator"),
        Role::Arbitrator => ("仲裁员", "Arbitrator"),
        Role::Judge => ("法官", "Judge"),
        Role::Interpreter => ("翻译", "Interpreter"),
        Role::Observer => ("旁听督导", "Observer"),
        Role::Supporter | Role::OrgAdmin | Role::System => ("工作人员", "Official"),
    })
}

/// A name in both languages.
#[derive(Clone, Copy)]
pub struct Named((&'static str, &'static str));

impl Named {
    pub fn text(self, language: Language) -> &'static str {
        if language == Language::Chinese {
            self.0.0
        } else {
            self.0.1
        }
    }
}

/// What the server refused in the room, by its code.
pub fn problem(code: &str) -> Word {
    match code {
        "opened_elsewhere" => Word::OpenedElsewhere,
        "room_full" | "server_full" => Word::RoomFull,
        "turned_away" => Word::TurnedAway,
        "too_many_requests" => Word::Busy,
        "nobody_reads" => Word::NobodyReads,
        "text_unfit" => Word::TextUnfit,
        "media_unavailable" | "bad_offer" | "bad_answer" => Word::NoMedia,
        _ => Word::NotNow,
    }
}

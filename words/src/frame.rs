//! Texts every program says.

use domain::actor::Role;
use domain::case::Stage;
use domain::offers::Gap;
use domain::terms::prose::Language;

catalogue! {
    Frame
    Product "枫桥云调" "Maplebridge"
    OtherLanguage "English" "中文"
    Loading "正在打开…" "Opening…"
    NotSignedIn "您还没有登录" "You are not signed in"
    PartySignIn "用手机号和短信验证码进入，不需要密码。没有办完的事项仍保存在本机。" "Enter with your phone and a code; there is no password. What you had not finished is still kept on this device."
    StaffSignIn "请用通行密钥登录。没有办完的事项仍保存在本机。" "Sign in with your passkey. What you had not finished is still kept on this device."
    SignIn "去登录" "Sign in"
    SignOut "退出" "Sign out"
    HelpedBy "协助人：" "helper: "
    SkipToMain "跳到正文" "Skip to content"
    HelpLine "需要帮助？拨打职工热线，由工作人员接听：" "Need help? Call the workers' hotline, a person answers:"
    Close "关闭" "Close"
    TryAgain "再试一次" "Try again"
    CannotOpen "打不开这个案件" "This case cannot be opened"
    NoSuchPage "没有这个页面" "There is no such page"
    NoSuchPageText "地址可能不完整或写错了。您的案件都在列表里。" "The address may be incomplete or mistyped. All your cases are on the list."
    Offline "现在没有网络，看到的是上次的内容。" "No network: this is what was there last time."
    SavedForLater "已保存，联网后自动发送" "Saved; it will be sent when the network is back"
    Sending "正在发送…" "Sending…"
    Reconnecting "重新连接中…" "Reconnecting…"
    NotSent "没有办成" "Not carried out"
    SendAgain "再次发送" "Send again"
    GiveUp "不办了" "Drop it"
    OpenCase "查看案件" "Open the case"
    RoleMediator "调解员" "Mediator"
    RoleArbitrator "仲裁员" "Arbitrator"
    RoleJudge "法官" "Judge"
    RoleAdmin "管理员" "Administrator"
    RoleSystem "系统" "System"
    Back "返回列表" "Back to the list"
    Claimant "申请人" "Claimant"
    Respondent "被申请人" "Respondent"
    Verify "核验文书" "Verify a document"
    Stations "案件进度" "Progress of the case"
    StationRequest "申请" "Request"
    StationAcceptance "受理" "Acceptance"
    StationMediation "调解" "Mediation"
    StationSigning "签署" "Signing"
    StationConfirmation "确认" "Confirmation"
    StationPerformance "履行" "Performance"
    ClockAccept "答复是否受理" "To be accepted or declined:"
    ClockMediation "调解期限" "Mediation:"
    ClockReviewWindow "申请仲裁审查" "Apply for arbitration review:"
    ClockConfirmationWindow "申请司法确认" "Apply for judicial confirmation:"
    ClockDecide "作出决定" "Decision due:"
    ClockRight "可以直接申请仲裁" "Arbitration open after:"
    ClockArbitration "仲裁委答复是否受理" "Commission to accept or refuse:"
    ClockAward "仲裁审结" "Award due:"
    ClockDuty "下一项履行" "Next duty:"
    ClockSue "不服裁决起诉" "Sue on the award:"
    ClockSetAside "单位申请撤销裁决" "Employer to ask to set aside:"
    ClockOrder "支付令" "Payment order:"
    ClockLimitation "仲裁时效" "Claim before:"
    CalendarMissing "（该年放假安排未公布，可能变动）" "(that year's holidays are not published yet; it may move)"
    ClockMediator "选定调解员" "Choose a mediator:"
    ClockAid "法律援助" "Legal aid:"
    RoleSupporter "支持机构" "Supporting body"
    GapOverlap "重合" "they overlap"
    GapNear "相差不到一成" "less than a tenth apart"
    GapFar "差得远" "far apart"
    RoleInterpreter "翻译" "Interpreter"
    RoleObserver "督导员" "Supervisor"
    ClockEnforcement "申请强制执行" "Apply for enforcement:"
    LegalBasis "法律依据" "Legal basis"
    GoBack "先不办，返回" "Not now, go back"
    CannotUndo "办理后不能撤回" "This cannot be undone"
}

pub fn role(role: Role, language: Language) -> &'static str {
    let word = match role {
        Role::Claimant => Word::Claimant,
        Role::Respondent => Word::Respondent,
        Role::Mediator => Word::RoleMediator,
        Role::Arbitrator => Word::RoleArbitrator,
        Role::Judge => Word::RoleJudge,
        Role::Supporter => Word::RoleSupporter,
        Role::Interpreter => Word::RoleInterpreter,
        Role::Observer => Word::RoleObserver,
        Role::OrgAdmin => Word::RoleAdmin,
        Role::System => Word::RoleSystem,
    };
    word.text(language)
}

pub fn gap(gap: Gap, language: Language) -> &'static str {
    let word = match gap {
        Gap::Overlap => Word::GapOverlap,
        Gap::Near => Word::GapNear,
        Gap::Far => Word::GapFar,
    };
    word.text(language)
}

pub fn stage(stage: Option<Stage>, language: Language) -> &'static str {
    let (chinese, english) = match stage {
        None | Some(Stage::Pending) => ("待受理", "Awaiting acceptance"),
        Some(Stage::Mediating) => ("调解中", "In mediation"),
        Some(Stage::Signing) => ("待签署", "Signing"),
        Some(Stage::Effective) => ("协议生效", "Agreement in effect"),
        Some(Stage::ApplicationPending) => ("申请待受理", "Application filed"),
        Some(Stage::UnderReview) => ("审查中", "Under review"),
        Some(Stage::Serving) => ("文书送达中", "Being served"),
        Some(Stage::Enforceable) => ("文书生效", "In force"),
        Some(Stage::Ended) => ("已结束", "Ended"),
        Some(Stage::Transferred) => ("已转仲裁", "Gone to arbitration"),
        Some(Stage::ArbitrationPending) => ("仲裁待受理", "Before the commission"),
        Some(Stage::Arbitrating) => ("仲裁中", "In arbitration"),
        Some(Stage::Performed) => ("履行完毕", "Performed"),
        Some(Stage::Concluded) => ("仲裁结案", "Arbitration concluded"),
    };
    if language == Language::Chinese {
        chinese
    } else {
        english
    }
}

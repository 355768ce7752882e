//! On the agreement, where it is not performed: 起诉状 (解释(一) 13, 51) and 仲裁申请书 (LMAL 15; EMR 28), made ready
//! to be handed in by the party itself.

use super::arrears::{basis, lines, of, sum};
use super::{Sheet, Words};
use domain::actor::Side;
use domain::case::Case;
use domain::order;
use domain::performance::{orderable, owed};

pub fn suit(case: &Case, side: Side, words: &Words) -> Sheet {
    let mut sheet = of(case, side, "民事起诉状", ["原告", "被告"], words);
    let failed = order::failed(case);
    let owed = if failed {
        orderable(case, side)
    } else {
        owed(case, side)
    };
    sheet.opening = vec![(
        "诉讼请求".into(),
        format!("判令被告支付下列款项，合计 {} 元，并承担诉讼费用：", sum(&owed)),
    )];
    sheet.clauses = lines(&owed);
    let ground = if failed {
        "人民法院已裁定终结督促程序或者支付令自行失效。依照《最高人民法院关于审理劳动争议案件适用法律问题的解释（一）》\
         第十三条的规定，原告依据调解协议直接起诉"
    } else {
        "双方在调解组织主持下仅就劳动报酬达成调解协议，被告未按协议支付。依照《最高人民法院关于审理劳动争议案件适用法律问题\
         的解释（一）》第五十一条的规定，原告直接起诉"
    };
    sheet.closing = vec![
        format!("事实与理由：{}。{ground}。", basis(case, words)),
        "附：调解协议书；原告身份证明；被告主体信息；督促程序的裁定（如有）。".into(),
        "此致　有管辖权的基层人民法院。".into(),
    ];
    sheet.signers = vec![("原告（签名）".into(), words.name(case, side))];
    sheet
}

pub fn arbitration(case: &Case, side: Side, words: &Words) -> Sheet {
    let mut sheet = of(case, side, "仲裁申请书", ["申请人", "被申请人"], words);
    let owed = owed(case, side);
    sheet.opening = vec![(
        "仲裁请求".into(),
        format!("裁决被申请人按照调解协议支付下列款项，合计 {} 元：", sum(&owed)),
    )];
    sheet.clauses = lines(&owed);
    sheet.closing = vec![
        format!(
            "事实与理由：{}。被申请人在约定期限内不履行。依照《中华人民共和国劳动争议调解仲裁法》第十五条、《企业劳动争议协商\
             调解规定》第二十八条的规定，请求依据调解协议作出裁决。",
            basis(case, words)
        ),
        "附：调解协议书；申请人身份证明；被申请人主体信息。".into(),
        "此致　有管辖权的劳动人事争议仲裁委员会。".into(),
    ];
    sheet.signers = vec![("申请人（签名）".into(), words.name(case, side))];
    sheet
}

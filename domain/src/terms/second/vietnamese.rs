//! Tiếng Việt.

use super::{Frame, Phrases};

pub(super) const FRAME: Frame = Frame {
    tag: "vi",
    own_name: "Tiếng Việt",
    chinese_name: "越南文",
    title: "Thỏa thuận hòa giải",
    governs: "Bản tiếng Trung có giá trị quyết định. Cột tiếng Việt là bản dịch để hiểu nội dung thỏa thuận; nếu hai bản khác nhau thì áp dụng bản tiếng Trung.",
    untranslated: "Điều khoản này chưa được dịch sang tiếng Việt. Nguyên văn tiếng Trung:",
};

pub(super) const PHRASES: Phrases = Phrases {
    date: "ngày {day} tháng {month} năm {year}",
    month: "tháng {month} năm {year}",
    paid_at_once: "{payer} phải trả một lần cho {payee} {head} với số tiền {total} nhân dân tệ (CNY), chậm nhất là {due}, {manner}{account}.",
    paid_in_parts: "{payer} phải trả cho {payee} {head} với tổng số tiền {total} nhân dân tệ (CNY), {manner}{account}, chia thành {count} kỳ: {parts}.",
    part: "kỳ {number} trả {amount} nhân dân tệ, chậm nhất là {due}",
    deposit: "{respondent} phải hoàn trả cho {claimant} tiền đặt cọc rủi ro {amount} nhân dân tệ (CNY), chậm nhất là {due}, {manner}{account}.",
    insurance: "Chậm nhất là {due}, {respondent} phải đóng bù theo pháp luật cho {claimant} {kinds} từ {from} đến {to}; số tiền cụ thể do cơ quan bảo hiểm xã hội xác định.",
    certificate: "Chậm nhất là {due}, {respondent} phải cấp cho {claimant} giấy xác nhận đã hủy bỏ hoặc chấm dứt hợp đồng lao động.",
    apology: "Chậm nhất là {due}, {by} phải xin lỗi {other} {manner}.",
    daily: "Bên nào không trả đúng hạn và đủ số tiền thì phải trả tiền phạt vi phạm bằng {rate} số tiền chưa trả cho mỗi ngày, tính từ ngày quá hạn đến ngày trả hết.",
    lump: "Bên nào không trả đúng hạn và đủ số tiền thì còn phải trả thêm tiền phạt vi phạm {amount} nhân dân tệ (CNY).",
    acceleration: "Nếu có một kỳ không được trả đúng hạn và đủ số tiền thì tất cả các kỳ còn lại đến hạn cùng lúc; người có quyền có thể yêu cầu cưỡng chế thi hành toàn bộ số tiền chưa trả.",
    to_account: " vào tài khoản nhận tiền {number}",
    to_registered: " vào tài khoản nhận tiền đã đăng ký",
    heads: [
        "tiền lương còn nợ",
        "chi phí điều trị tai nạn lao động",
        "tiền bồi thường kinh tế do chấm dứt hợp đồng lao động",
        "tiền bồi thường thiệt hại",
        "tiền lương làm thêm giờ",
        "khoản chênh lệch tiền lương gấp đôi do không ký hợp đồng lao động bằng văn bản",
        "tiền lương cho những ngày phép năm chưa nghỉ",
        "một khoản tiền",
    ],
    manners: [
        "bằng chuyển khoản ngân hàng",
        "bằng chuyển tiền qua điện thoại",
        "bằng tiền mặt",
    ],
    kinds: [
        "phí bảo hiểm hưu trí cơ bản",
        "phí bảo hiểm y tế cơ bản",
        "phí bảo hiểm thất nghiệp",
        "phí bảo hiểm tai nạn lao động",
        "phí bảo hiểm thai sản",
    ],
    apologies: ["trực tiếp", "bằng văn bản"],
};

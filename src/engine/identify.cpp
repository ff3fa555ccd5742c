#include "engine/identify.h"

#include "base/unicode.h"
#include "data/datetime.h"
#include "engine/field_value.h"
#include "pylib/api.h"
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/iso_fast.h"

namespace headrace {
namespace {

// str.isspace(), and the empty text.
bool is_blank(std::string_view text) {
  const char* at = text.data();
  while (at < text.data() + text.size()) {
    if (!unicode::is_space(unicode::decode_next(at))) return false;
  }
  return true;
}

// Surely no white space, and no beginning of any.
bool begins_plainly(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.empty() ? 0 : text[0]);
  return first > ' ' && first < 0x80;
}

// `source.id`
bool is_one_slot(const expr::Program& program, uint16_t* slot) {
  const expr::Shortcut::Step& step = program.shortcut.only;
  *slot = step.left.offset;
  return step.op == expr::Op::kMove && !step.left.constant;
}

// `dateutil.parser.parse(source.time)`
bool is_parsed_slot(const expr::Program& program, uint16_t* slot) {
  const expr::Shortcut::Step& step = program.shortcut.only;
  *slot = step.left.offset;
  return step.op == expr::Op::kCallNative && step.site->native == &pylib::dateutil_parse &&
         step.site->positional == 1 && !step.left.constant;
}

}  // namespace

Identifier::Identifier(const StreamPlan& plan, int64_t now_us)
    : plan_(plan),
      now_us_(now_us),
      is_quick_(is_one_slot(*plan.identity, &identity_slot_) && plan.time &&
                is_parsed_slot(*plan.time, &time_slot_)) {
  machine_.now_us = now_us;
}

bool Identifier::leave_out(const char* reason, std::string detail) {
  reason_ = reason;
  detail_ = std::move(detail);
  return false;
}

bool Identifier::evaluate_identity() {
  identity_at_ = &identity_;
  static constexpr const char* kFails = "identity cannot be evaluated";
  static constexpr const char* kEmpty = "identity is empty";
  if (!expr::quick_assign(plan_.identity->shortcut, Kind::kStr, bases_, &identity_) &&
      !machine_.evaluate(*plan_.identity, {bases_}, &identity_))
    return leave_out(kFails, machine_.error().text());
  if (!identity_.is_str()) {
    bool truth = false;
    if (!pylib::truthy(machine_, identity_, &truth) || !truth) return leave_out(kEmpty, "");
    std::string text;
    if (!pylib::append_str(machine_, identity_, &text)) return leave_out(kFails, machine_.error().text());
    identity_ = Value::string(text);
  }
  return !is_blank(identity_.str()) || leave_out(kEmpty, "");
}

bool Identifier::evaluate_time() {
  if (!plan_.time) {
    time_ = Value::datetime(now_us_, Zone::kFixed, 0);
  } else {
    Value result;
    bool ok;
    if (!expr::quick_call(machine_, plan_.time->shortcut, bases_, &result, &ok))
      ok = machine_.evaluate(*plan_.time, {bases_}, &result);
    if (!ok) return leave_out("time cannot be evaluated", machine_.error().text());
    if (!as_event_time(result, &time_))
      return leave_out("time is not a datetime", "it is a " + std::string(type_name(result)));
  }
  time_us_ = instant_us(time_);
  return true;
}

bool Identifier::identify_without_time(const Value* row) {
  bases_[0] = row;
  machine_.clear_error();
  return evaluate_identity();
}

// Everyday texts of both.
inline bool Identifier::identify_quickly(const Value* row) {
  const Value& identity = row[identity_slot_];
  const Value& time = row[time_slot_];
  if (!identity.is_str() || !time.is_str()) return false;
  const std::string_view text = identity.str();
  pylib::FastIso iso;
  if ((!begins_plainly(text) && is_blank(text)) || !pylib::read_fast_iso(time.str(), &iso)) return false;
  time_ = pylib::dateutil_datetime(iso);
  time_us_ = instant_us(time_);
  if (time_.zone() == Zone::kNaive) as_event_time(Value(time_), &time_);
  identity_at_ = &identity;
  return true;
}

bool Identifier::identify(const Value* row) {
  if (is_quick_ && identify_quickly(row)) return true;
  return identify_without_time(row) && evaluate_time();
}

}  // namespace headrace

#include "cli/event_survey.h"

#include <cmath>
#include <map>

#include "data/datetime.h"
#include "data/json_write.h"
#include "data/object.h"
#include "expr/machine.h"
#include "pylib/datetime/datetime.h"
#include "pylib/datetime/iso_fast.h"

namespace headrace::cli {
namespace {

constexpr size_t kKeysMax = 500;
constexpr size_t kDepthMax = 4;
constexpr double kFirstSecond = 315'532'800;   // 1980
constexpr double kLastSecond = 4'102'444'800;  // 2100

// dateutil takes much for a time, "12" as well: a date has separators and digits.
bool looks_like_time(std::string_view text) {
  const bool separated = text.find_first_of("-/:") != text.npos || text.find(' ') != text.npos;
  return separated && text.size() >= 8 && text.size() <= 40 && text.find_first_of("0123456789") != text.npos;
}

TimeForm text_form(const Value& v, int64_t* instant) {
  pylib::FastIso iso;
  if (pylib::read_fast_iso(v.str(), &iso)) {
    *instant = iso.wall_us - iso.offset_s * kSecondUs;
    return TimeForm::kText;
  }
  if (!looks_like_time(v.str())) return TimeForm::kNone;
  static thread_local expr::Machine machine;
  machine.clear_error();
  machine.begin_evaluation();
  Value time;
  if (!pylib::dateutil_parse(machine, Args::of(&v, 1), &time) || time.kind() != Kind::kDateTime)
    return TimeForm::kNone;
  *instant = instant_us(time);
  return TimeForm::kText;
}

TimeForm number_form(double number, int64_t* instant) {
  constexpr std::pair<TimeForm, double> kForms[] = {
      {TimeForm::kSeconds, 1.0}, {TimeForm::kMilliseconds, 1e3}, {TimeForm::kMicroseconds, 1e6}};
  for (const auto& [form, per_second] : kForms) {
    const double seconds = number / per_second;
    if (seconds < kFirstSecond || seconds > kLastSecond) continue;
    *instant = static_cast<int64_t>(seconds * 1e6);
    return form;
  }
  return TimeForm::kNone;
}

class Surveyor {
 public:
  void add(Value event) {
    walk(event, {});
    survey_.events.push_back(std::move(event));
  }
  EventSurvey take() { return std::move(survey_); }
  void add_unread(size_t n) { survey_.unread += n; }

 private:
  void walk(const Value& record, const std::vector<std::string>& above) {
    const auto& table = record.as<DictObj>()->table;
    for (size_t i = 0; i < table.end(); ++i) {
      const DictEntry& e = table.entry(i);
      if (e.hash == 0 || !e.key.is_str()) continue;
      std::vector<std::string> path = above;
      path.emplace_back(e.key.str());
      if (e.value.kind() == Kind::kDict && path.size() < kDepthMax)
        walk(e.value, path);
      else
        count(std::move(path), e.value);
    }
  }

  void count(std::vector<std::string> path, const Value& v) {
    const auto found = index_.find(path);
    if (found == index_.end() && survey_.keys.size() == kKeysMax) {
      survey_.keys_left_out = true;
      return;
    }
    const size_t at = found == index_.end() ? survey_.keys.size() : found->second;
    if (found == index_.end()) {
      index_.emplace(path, at);
      survey_.keys.push_back({});
      survey_.keys.back().path = std::move(path);
    }
    SurveyedKey& key = survey_.keys[at];
    if (v.is_none()) return;
    ++key.present;
    key.booleans += v.is_bool();
    key.integers += v.kind() == Kind::kInt;
    key.floats += v.is_float();
    key.texts += v.is_str();
    key.lists += v.kind() == Kind::kList;
    key.datetimes += v.kind() == Kind::kDateTime;
    if (v.is_container()) return;
    std::string printed;
    append_json(v, &printed);
    key.distinct.insert(std::move(printed));
    int64_t instant = 0;
    const TimeForm form = time_form(v, &instant);
    if (key.present == 1) key.form = form;
    key.times += form != TimeForm::kNone && form == key.form;
  }

  EventSurvey survey_;
  std::map<std::vector<std::string>, size_t> index_;
};

}  // namespace

TimeForm time_form(const Value& v, int64_t* instant) {
  if (v.is_str()) return text_form(v, instant);
  if (v.kind() == Kind::kDateTime) {
    *instant = instant_us(v);
    return TimeForm::kDatetime;
  }
  if (v.kind() == Kind::kDate) {
    *instant = v.days() * kDayUs;
    return TimeForm::kDate;
  }
  if (v.is_small_int()) return number_form(static_cast<double>(v.as_int()), instant);
  return v.is_float() ? number_form(v.as_float(), instant) : TimeForm::kNone;
}

Value EventSurvey::at(const Value& event, const std::vector<std::string>& path) {
  Value v = event;
  for (const std::string& key : path) {
    const DictEntry* e = v.kind() == Kind::kDict ? v.as<DictObj>()->table.find(Value::string(key)) : nullptr;
    if (!e) return Value();
    v = Value(e->value);
  }
  return v;
}

Projection survey_projection() {
  Projection whole;
  whole.first_key_slot = 1;
  whole.whole_record = true;
  return whole;
}

Result<EventSurvey> survey_events(EventSource& source, size_t events_max) {
  Surveyor surveyor;
  size_t taken = 0;
  while (taken < events_max) {
    EventBatch batch;
    std::vector<SkippedEvent> skipped;
    const Result<bool> more = source.read(&batch, &skipped);
    if (!more) return more.error();
    if (!*more) break;
    surveyor.add_unread(skipped.size());
    for (size_t i = 0; i < batch.size() && taken < events_max; ++i, ++taken)
      surveyor.add(batch.row(i)[survey_projection().record_slot]);
  }
  return surveyor.take();
}

}  // namespace headrace::cli

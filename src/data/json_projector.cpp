#include "data/json_projector.h"

#include <algorithm>
#include <bit>

#include "base/unicode.h"
#include "data/json_scanner.h"

namespace headrace {
namespace {

// What is remembered is bounded, whatever comes: beyond that all is forgotten and begins again.
constexpr size_t kMembersMax = 4096;
constexpr size_t kWaysMax = 64;

}  // namespace

JsonProjector::JsonProjector(std::vector<std::string> keys, bool strict)
    : keys_(std::move(keys)), strict_(strict), counts_given_(keys_.size() <= 64) {
  for (size_t i = 0; counts_given_ && i < keys_.size(); ++i) all_ |= bit_of(static_cast<int>(i));
}

int JsonProjector::find(std::string_view key) const {
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] == key) return static_cast<int>(i);
  }
  return -1;
}

// One reading of one object.
class JsonProjector::Walk {
 public:
  Walk(JsonProjector& projector, std::string_view text, JsonError* error, size_t readable_behind)
      : projector_(projector), scan_(text, error, readable_behind) {}

  // On from `at`, up to which members have been read; null: none has.
  bool run(Value* slots, const char* at) {
    if (at) {
      scan_.move_to(at);
    } else {
      scan_.skip_space();
      if (!scan_.at('{'))
        return scan_.fail(scan_.at_end() ? "Expecting value" : "the event is not an object");
      at_brace_ = true;
    }
    for (;;) {
      follow(slots);
      int slot;
      if (!remembered(&slot)) {
        bool closed;
        if (!lead(&slot, &closed)) return false;
        if (closed) break;
      }
      at_brace_ = false;
      if (slot >= 0 ? !scan_.part(&slots[slot]) : !skip_part()) return false;
      if (projector_.counts_given_) projector_.given_ |= bit_of(slot);
    }
    scan_.skip_space();
    return scan_.at_end() || scan_.fail("Extra data");
  }

 private:
  void follow(Value* slots) {
    if (!projector_.way_ || !projector_.read_members_) return;
    json_quick::Cursor cursor = {scan_.position(), scan_.end(), scan_.readable_end()};
    projector_.read_on(&cursor, slots);
    while (projector_.read_on_elsewhere(&cursor, slots)) {
    }
    if (cursor.at != scan_.position()) at_brace_ = false;
    scan_.move_to(cursor.at);
  }

  // The next value's key is one that is remembered here.
  bool remembered(int* slot) {
    Way* const way = projector_.way_;
    if (!way) return false;
    const size_t at = projector_.at_;
    if (at < way->members.size() && remembered(way, at, slot)) return true;
    for (const Way::Fork& fork : way->forks) {
      if (fork.at == at && remembered(fork.way, 0, slot)) return true;
    }
    return false;
  }
  bool remembered(Way* way, size_t at, int* slot) {
    const json_quick::Member& member = way->members[at];
    if (member.lead_size == 0 || !scan_.take(std::string_view(member.lead, member.lead_size))) return false;
    scan_.skip_space();  // there may be more of it than last time
    *slot = member.slot;
    projector_.step(way, at + 1);
    return true;
  }

  // Reads up to the next value and remembers the way; or the closing brace.
  bool lead(int* slot, bool* closed) {
    const char* const begin = scan_.position();
    *closed = false;
    if (at_brace_) scan_.take('{');
    scan_.skip_space();
    if (scan_.take('}')) return *closed = true;
    if (!at_brace_) {
      if (!scan_.take(',')) return scan_.fail("Expecting ',' delimiter");
      scan_.skip_space();
    }
    if (!scan_.take('"')) return scan_.fail("Expecting property name enclosed in double quotes");
    JsonString key;
    const char* const quote = scan_.position() - 1;
    if (!scan_.raw_string(&key)) return false;
    if (projector_.strict_ && !key.ascii && !unicode::is_valid(key.body, true)) {
      return scan_.fail("invalid UTF-8", quote);
    }
    std::string_view name = key.body;
    if (key.escaped) {
      if (!scan_.unescape(key.body, &projector_.decoded_key_)) return false;
      name = projector_.decoded_key_;
    }
    scan_.skip_space();
    if (!scan_.take(':')) return scan_.fail("Expecting ':' delimiter");
    scan_.skip_space();
    *slot = projector_.find(name);
    projector_.remember({begin, static_cast<size_t>(scan_.position() - begin)}, *slot);
    return true;
  }

  bool skip_part() {
    if (!projector_.strict_) return scan_.skip_part();
    Value unread;
    return scan_.value(&unread, 1);
  }

  JsonProjector& projector_;
  JsonScanner scan_;
  bool at_brace_ = false;  // the object's first
};

void JsonProjector::forget() {
  first_ = Way();
  ways_.clear();
  members_ = 0;
  is_full_ = false;
}

void JsonProjector::step(Way* way, size_t at) {
  way_ = way;
  at_ = at;
}

// Members that are as they were on this way.
inline void JsonProjector::read_on(json_quick::Cursor* cursor, Value* slots) {
  at_ += read_members_(way_->members.data() + at_, way_->members.size() - at_, strict_, cursor, slots);
  given_ |= way_->given[at_];
}

// The same where another way goes on from here; false where none does.
bool JsonProjector::read_on_elsewhere(json_quick::Cursor* cursor, Value* slots) {
  for (const Way::Fork& fork : way_->forks) {
    if (fork.at != at_) continue;
    std::vector<json_quick::Member>& members = fork.way->members;
    const size_t read = read_members_(members.data(), members.size(), strict_, cursor, slots);
    if (read == 0) continue;
    step(fork.way, read);
    given_ |= way_->given[read];
    return true;
  }
  return false;
}

// The object at hand goes on so. A lead that is too long is a member of which nothing is known but that.
void JsonProjector::remember(std::string_view lead, int slot) {
  if (way_ && (members_ == kMembersMax || ways_.size() == kWaysMax)) {
    is_full_ = !ways_.empty();  // else one object alone is as large, and the next one will be
    way_ = nullptr;
  }
  if (!way_) return;
  const bool is_short = lead.size() <= json_quick::Member::kLeadMax;
  if (at_ < way_->members.size()) {
    if (!is_short && way_->members[at_].lead_size == 0) return step(way_, at_ + 1);
    for (const Way::Fork& fork : way_->forks) {
      if (!is_short && fork.at == at_ && fork.way->members[0].lead_size == 0) return step(fork.way, 1);
    }
    Way* const way = ways_.emplace_back(std::make_unique<Way>()).get();
    way_->forks.push_back({at_, way});
    step(way, 0);
  }
  way_->members.emplace_back().set(lead, is_short ? slot : -1);
  way_->given.push_back(way_->given.back() | (is_short && counts_given_ ? bit_of(slot) : 0));
  ++at_;
  ++members_;
}

// Slots of keys that the object did not have.
void JsonProjector::empty_others(Value* slots) const {
  for (uint64_t others = all_ & ~given_; others != 0; others &= others - 1)
    slots[std::countr_zero(others)] = Value();
}

bool JsonProjector::read(std::string_view text, Value* slots, JsonError* error, size_t readable_behind) {
  if (!counts_given_) std::fill_n(slots, keys_.size(), Value());
  json_quick::Cursor cursor = {text.data(), text.data() + text.size(),
                               text.data() + text.size() + readable_behind};
  way_ = &first_;
  at_ = 0;
  given_ = 0;
  if (read_members_) read_on(&cursor, slots);
  // Most events are as most are from end to end.
  const bool ok = is_closed(text, cursor) || read_rest(text, slots, error, cursor);
  if (given_ != all_) empty_others(slots);
  return ok;
}

bool JsonProjector::is_closed(std::string_view text, const json_quick::Cursor& cursor) {
  return cursor.end - cursor.at == 1 && *cursor.at == '}' && text.size() > 1;
}

bool JsonProjector::read_rest(std::string_view text, Value* slots, JsonError* error,
                              json_quick::Cursor cursor) {
  while (read_members_ && read_on_elsewhere(&cursor, slots)) {
    if (is_closed(text, cursor)) return true;
    read_on(&cursor, slots);
  }
  const bool any = cursor.at != text.data();
  const auto readable_behind = static_cast<size_t>(cursor.readable_end - cursor.end);
  const bool ok = Walk(*this, any ? text : without_bom(text), error, readable_behind)
                      .run(slots, any ? cursor.at : nullptr);
  if (is_full_) forget();
  return ok;
}

}  // namespace headrace

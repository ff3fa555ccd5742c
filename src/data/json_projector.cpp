#include "data/json_projector.h"

#include <algorithm>

#include "base/unicode.h"
#include "data/json_scanner.h"

namespace headrace {
namespace {

// What is remembered is bounded, whatever comes.
constexpr size_t kMembersMax = 4096;

}  // namespace

JsonProjector::JsonProjector(std::vector<std::string> keys, bool strict)
    : keys_(std::move(keys)), strict_(strict) {}

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

  // `read`: so many members have been, up to `at`.
  bool run(Value* slots, size_t read, const char* at) {
    if (read > 0) {
      scan_.move_to(at);
    } else {
      scan_.skip_space();
      if (!scan_.at('{'))
        return scan_.fail(scan_.at_end() ? "Expecting value" : "the event is not an object");
    }
    for (size_t position = read;; ++position) {
      position += read_as_before(position, slots);
      int slot;
      if (!remembered(position, &slot)) {
        bool closed;
        if (!lead(position, &slot, &closed)) return false;
        if (closed) break;
      }
      if (slot >= 0 ? !scan_.part(&slots[slot]) : !skip_part()) return false;
    }
    scan_.skip_space();
    return scan_.at_end() || scan_.fail("Extra data");
  }

 private:
  // Members from this position on that are written as they were last time; how many they are.
  size_t read_as_before(size_t position, Value* slots) {
    std::vector<json_quick::Member>& members = projector_.members_;
    if (position >= members.size() || !projector_.read_members_) return 0;
    json_quick::Cursor cursor = {scan_.position(), scan_.end(), scan_.readable_end()};
    const size_t read = projector_.read_members_(members.data() + position, members.size() - position,
                                                 projector_.strict_, &cursor, slots);
    scan_.move_to(cursor.at);
    return read;
  }

  bool remembered(size_t position, int* slot) {
    if (position >= projector_.members_.size()) return false;
    const json_quick::Member& member = projector_.members_[position];
    if (member.lead_size == 0 || !scan_.take(std::string_view(member.lead, member.lead_size))) return false;
    scan_.skip_space();  // there may be more of it than last time
    *slot = member.slot;
    return true;
  }

  // Reads up to the next value and remembers the way; or the closing brace.
  bool lead(size_t position, int* slot, bool* closed) {
    const char* const begin = scan_.position();
    *closed = false;
    if (position == 0) scan_.take('{');
    scan_.skip_space();
    if (scan_.take('}')) return *closed = true;
    if (position > 0) {
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
    projector_.remember(position, {begin, static_cast<size_t>(scan_.position() - begin)}, *slot);
    return true;
  }

  bool skip_part() {
    if (!projector_.strict_) return scan_.skip_part();
    Value unread;
    return scan_.value(&unread, 1);
  }

  JsonProjector& projector_;
  JsonScanner scan_;
};

void JsonProjector::remember(size_t position, std::string_view lead, int slot) {
  if (position >= kMembersMax) return;
  if (position >= members_.size()) members_.resize(position + 1);
  members_[position].set(lead, slot);
  give_all_ = false;
}

// Of the slots those are left that the first members have set.
void JsonProjector::empty_others(size_t members, Value* slots) {
  given_.assign(keys_.size(), 0);
  for (size_t i = 0; i < members; ++i) {
    if (members_[i].slot >= 0) given_[static_cast<size_t>(members_[i].slot)] = 1;
  }
  for (size_t i = 0; i < keys_.size(); ++i) {
    if (!given_[i]) slots[i] = Value();
  }
  give_all_ = members == members_.size() && std::find(given_.begin(), given_.end(), 0) == given_.end();
}

bool JsonProjector::read(std::string_view text, Value* slots, JsonError* error, size_t readable_behind) {
  // Most events are as the last one was from end to end.
  json_quick::Cursor cursor = {text.data(), text.data() + text.size(),
                               text.data() + text.size() + readable_behind};
  size_t read = 0;
  if (read_members_ && !members_.empty()) {
    read = read_members_(members_.data(), members_.size(), strict_, &cursor, slots);
    if (read == members_.size() && cursor.end - cursor.at == 1 && *cursor.at == '}') {
      if (!give_all_) empty_others(read, slots);
      return true;
    }
  }
  empty_others(read, slots);
  return Walk(*this, read > 0 ? text : without_bom(text), error, readable_behind).run(slots, read, cursor.at);
}

}  // namespace headrace

// JsonProjector reads only the keys it is asked for out of a JSON object. All keys are walked, so that the
// last duplicate counts; values of other keys are stepped over without looking into them.
//
// Events of one source are alike: the same keys in the same order, written the same way, or one of a few such
// ways where there are events of several kinds or keys that only some have. So the bytes between two values
// (`, "key": `) are remembered one behind the other, with what else came there, and where they come again one
// comparison finds the key (json_quick.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/json_parser.h"
#include "data/json_quick.h"
#include "data/value.h"

namespace headrace {

class JsonProjector {
 public:
  // strict: values of other keys are checked as well.
  JsonProjector(std::vector<std::string> keys, bool strict);
  JsonProjector(const JsonProjector&) = delete;
  JsonProjector& operator=(const JsonProjector&) = delete;

  // The object's value under keys[i] goes to slots[i], None where it is missing; what was there before ends,
  // and texts may take its memory. Slots are anything where the result is false. The text is one object and
  // nothing else. Dicts and lists are plain. Behind the text so many bytes may be looked at, whatever they
  // are; no result depends on them.
  bool read(std::string_view text, Value* slots, JsonError* error, size_t readable_behind = 0);

 private:
  class Walk;
  // Members as objects had them one behind the other, and the other ways that objects took between them.
  struct Way {
    struct Fork {
      size_t at;  // instead of members[at] the first one of `way`, and so on
      Way* way;
    };
    std::vector<json_quick::Member> members;
    std::vector<uint64_t> given = {0};  // bits of the slots that the first 0, 1, ... members set
    std::vector<Fork> forks;
  };

  static uint64_t bit_of(int slot) { return slot < 0 ? 0 : uint64_t{1} << slot; }
  int find(std::string_view key) const;
  static bool is_closed(std::string_view text, const json_quick::Cursor& cursor);
  [[gnu::noinline]] bool read_rest(std::string_view text, Value* slots, JsonError* error,
                                   json_quick::Cursor cursor);
  void forget();
  void read_on(json_quick::Cursor* cursor, Value* slots);
  bool read_on_elsewhere(json_quick::Cursor* cursor, Value* slots);
  void step(Way* way, size_t at);
  void remember(std::string_view lead, int slot);
  void empty_others(Value* slots) const;

  const std::vector<std::string> keys_;
  const bool strict_;
  const bool counts_given_;  // else slots are emptied first: there are too many for bits
  const json_quick::ReadMembers read_members_ = json_quick::find_read_members();
  std::string decoded_key_;
  Way first_;  // where objects begin
  std::vector<std::unique_ptr<Way>> ways_;
  size_t members_ = 0;  // of all of them
  bool is_full_ = false;
  // Where the object at hand has come to; null: to where nothing is remembered.
  Way* way_ = nullptr;
  size_t at_ = 0;
  uint64_t given_ = 0;  // bits of the slots that it has set,
  uint64_t all_ = 0;    // and of all
};

}  // namespace headrace

// JsonProjector reads only the keys it is asked for out of a JSON object. All keys are walked, so that the
// last duplicate counts; values of other keys are stepped over without looking into them.
//
// Events of one source are alike: the same keys in the same order, written the same way. So the bytes between
// two values (`, "key": `) are remembered by position, and where they come again one comparison finds the
// key (json_quick.h).
#pragma once

#include <cstdint>
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

  // The object's value under keys[i] goes to slots[i], None where it is missing; what was there before ends,
  // and texts may take its memory. Slots are anything where the result is false. The text is one object and
  // nothing else. Dicts and lists are plain. Behind the text so many bytes may be looked at, whatever they
  // are; no result depends on them.
  bool read(std::string_view text, Value* slots, JsonError* error, size_t readable_behind = 0);

 private:
  class Walk;
  int find(std::string_view key) const;
  void remember(size_t position, std::string_view lead, int slot);
  void empty_others(size_t members, Value* slots);

  std::vector<std::string> keys_;
  bool strict_;
  std::string decoded_key_;
  std::vector<json_quick::Member> members_;  // by position in the object
  std::vector<uint8_t> given_;               // by slot, of the object at hand
  bool give_all_ = false;                    // all slots are members_'
  json_quick::ReadMembers read_members_ = json_quick::find_read_members();
};

}  // namespace headrace

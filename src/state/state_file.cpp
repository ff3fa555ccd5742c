#include "state/state_file.h"

#include <unordered_set>

#include "data/datetime.h"
#include "data/value_codec.h"
#include "state/spec_meaning.h"
#include "state/state_format.h"

namespace headrace {

using state_format::Section;
using state_format::Unframer;

namespace {

constexpr size_t kDifferencesShownMax = 8;

// Of years 1 to 9999, in any zone.
bool is_event_time(int64_t us) { return us >= (kFirstDay - 1) * kDayUs && us < (kLastDay + 2) * kDayUs; }

Error bad_file(const std::string& path, std::string message, std::string hint) {
  return {ErrorKind::kInput, std::move(message), path, std::move(hint), false};
}

}  // namespace

class StateFile::Parser {
 public:
  explicit Parser(StateFile* file) : file_(*file), frame_(*file->bytes_) {}

  Status run() {
    uint32_t version;
    if (file_.bytes_->empty()) return wrong("is empty, and no state file");
    if (!frame_.header(&version)) return wrong("is no state file");
    if (version != state_format::kVersion) {
      return bad_file(file_.path_,
                      "is a state file of format " + std::to_string(version) +
                          "; this headrace reads format " + std::to_string(state_format::kVersion),
                      "read it with the version of headrace that wrote it");
    }
    for (bool end = false; !end;) {
      Section section;
      std::string_view body;
      const size_t at = frame_.position();
      switch (frame_.next(&section, &body)) {
        case Unframer::Found::kTruncated: return damaged("ends too early", frame_.position());
        case Unframer::Found::kDamaged: return damaged("has a wrong checksum", at);
        case Unframer::Found::kSection: break;
      }
      end = section == Section::kEnd;
      if (!take(section, body)) return damaged("holds a section that makes no sense", at);
    }
    if (frame_.left() > 0) return damaged("goes on after its end", frame_.position());
    return Ok{};
  }

 private:
  Status wrong(std::string message) const {
    return bad_file(file_.path_, std::move(message), "give a file that --state-out wrote");
  }
  Status damaged(const std::string& how, size_t at) const {
    return bad_file(file_.path_,
                    "this state file is damaged: it " + how + " (byte " + std::to_string(at) + " of " +
                        std::to_string(file_.bytes_->size()) + ")",
                    "use a copy of it, or compute the state again from the events");
  }

  bool take(Section section, std::string_view body) {
    const bool first = file_.spec_.is_none();
    switch (section) {
      case Section::kSpec: return first && take_spec(body);
      case Section::kKeys: return !first && take_keys(body);
      case Section::kEnd: return !first && take_end(body);
    }
    return false;
  }

  bool take_spec(std::string_view body) {
    wire::Reader in(body);
    return ValueDecoder(&in).decode(&file_.spec_) && in.left() == 0 && is_meaning(file_.spec_);
  }

  bool take_keys(std::string_view body) {
    while (!body.empty()) {
      KeyRecord key;
      if (!next_key(&body, &key) || !is_event_time(key.last_event_us) ||
          !identities_.insert(key.identity).second)
        return false;
      file_.totals_.saved += key.saved_count;
      file_.keys_.push_back(key);
    }
    file_.totals_.keys = file_.keys_.size();
    return true;
  }

  bool take_end(std::string_view body) {
    wire::Reader in(body);
    StateTotals expected;
    expected.keys = in.varint();
    expected.saved = in.varint();
    return in.ok() && in.left() == 0 && expected == file_.totals_;
  }

  StateFile& file_;
  Unframer frame_;
  std::unordered_set<std::string_view> identities_;
};

Result<StateFile> StateFile::open(std::string bytes, const std::string& path) {
  StateFile file;
  file.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  file.path_ = path;
  if (Status s = Parser(&file).run(); !s) return s.error();
  return file;
}

Status StateFile::check_spec(const Value& meaning) const {
  std::string was, is;
  if (ValueEncoder(&was).encode(spec_) && ValueEncoder(&is).encode(meaning) && was == is) return Ok{};
  const std::vector<std::string> found = differences(spec_, meaning);
  std::string message = "this state was made by another spec";
  for (size_t i = 0; i < found.size() && i < kDifferencesShownMax; ++i)
    message.append(i ? "; " : ": ").append(found[i]);
  if (found.size() > kDifferencesShownMax)
    message.append("; and ").append(std::to_string(found.size() - kDifferencesShownMax)).append(" more");
  return bad_file(path_, std::move(message),
                  "go on with the spec that made it, or compute the state again from the events");
}

Status StateFile::restore(const StreamPlan& plan, const KeyRecord& key, KeyState* state) const {
  if (decode_rows(plan, key, state)) return Ok{};
  return bad_file(path_,
                  "this state file is damaged: what it holds of identity '" + std::string(key.identity) +
                      "' makes no sense",
                  "use a copy of it, or compute the state again from the events");
}

}  // namespace headrace

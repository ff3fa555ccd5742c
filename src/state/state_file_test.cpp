#include "state/state_file.h"

#include <gtest/gtest.h>

#include "data/object.h"
#include "data/value_codec.h"
#include "state/state_format.h"

namespace headrace {
namespace {

using state_format::Framer;
using state_format::Section;

Value some_meaning() {
  auto* d = new DictObj();
  bool is_new;
  d->table.find_or_insert(Value::string("Name"), &is_new)->value = Value::string("S");
  return Value::adopt(d);
}

std::string spec_body() {
  std::string body;
  ValueEncoder(&body).encode(some_meaning());
  return body;
}

std::string keys_body(std::initializer_list<const char*> identities, int64_t last_event_us = 5) {
  std::string body;
  for (const char* identity : identities) append_record({identity, last_event_us, 1, "rows"}, &body);
  return body;
}

std::string end_body(uint64_t keys, uint64_t saved) {
  std::string body;
  wire::append_varint(keys, &body);
  wire::append_varint(saved, &body);
  return body;
}

// A file of these sections, each with its checksum right.
std::string file(const std::vector<std::pair<Section, std::string>>& sections) {
  Framer framer;
  std::string out = framer.header();
  for (const auto& [section, body] : sections) out += framer.section(section, body);
  return out;
}

std::string good_file() {
  return file({{Section::kSpec, spec_body()},
               {Section::kKeys, keys_body({"a", "b"})},
               {Section::kKeys, keys_body({"c"})},
               {Section::kEnd, end_body(3, 3)}});
}

std::string error_of(std::string bytes) {
  const Result<StateFile> f = StateFile::open(std::move(bytes), "x.state");
  return f ? "good" : f.error().message;
}

TEST(StateFile, GivesKeysInOrder) {
  Result<StateFile> f = StateFile::open(good_file(), "x.state");
  ASSERT_TRUE(f);
  const StateFile moved = *std::move(f);
  ASSERT_EQ(moved.keys().size(), 3u);
  EXPECT_EQ(moved.keys()[2].identity, "c");
  EXPECT_EQ(moved.keys()[2].last_event_us, 5);
  EXPECT_EQ(moved.keys()[2].rows, "rows");
  EXPECT_EQ(moved.totals(), (StateTotals{3, 3}));
}

TEST(StateFile, SaysWhatIsWrong) {
  const std::string good = good_file();
  std::string newer = good, text = good;
  newer[8] = 7;
  text.erase(text.find('\n'), 1);
  const std::pair<std::string, std::string> cases[] = {
      {"", "is empty, and no state file"},
      {"{\"id\": 1}\n{\"id\": 2}\n", "is no state file"},
      {text, "is no state file"},
      {good.substr(0, 9), "is no state file"},
      {newer, "is a state file of format 7; this headrace reads format 2"},
      {good + "x", "this state file is damaged: it goes on after its end"},
      {good.substr(0, good.size() - 1), "this state file is damaged: it ends too early"},
      {file({{Section::kSpec, spec_body()}}), "this state file is damaged: it ends too early"},
      {file({{Section::kEnd, end_body(0, 0)}}),
       "this state file is damaged: it holds a section that makes no sense"},
      {file({{Section::kSpec, spec_body()}, {Section::kSpec, spec_body()}}),
       "this state file is damaged: it holds a section that makes no sense"},
      {file({{Section::kSpec, "\x01"}}),
       "this state file is damaged: it holds a section that makes no sense"},
      {file({{Section::kSpec, spec_body()},
             {Section::kKeys, keys_body({"a"})},
             {Section::kEnd, end_body(2, 1)}}),
       "this state file is damaged: it holds a section that makes no sense"},
      {file({{Section::kSpec, spec_body()},
             {Section::kKeys, keys_body({"a", "a"})},
             {Section::kEnd, end_body(2, 2)}}),
       "this state file is damaged: it holds a section that makes no sense"},
      {file({{Section::kSpec, spec_body()},
             {Section::kKeys, keys_body({"a"}, INT64_MIN)},
             {Section::kEnd, end_body(1, 1)}}),
       "this state file is damaged: it holds a section that makes no sense"},
      {file({{Section::kSpec, spec_body()}, {static_cast<Section>('?'), ""}}),
       "this state file is damaged: it holds a section that makes no sense"},
  };
  EXPECT_EQ(error_of(good), "good");
  for (const auto& [bytes, message] : cases) {
    const std::string error = error_of(bytes);
    EXPECT_EQ(error.substr(0, error.find(" (byte")), message);
  }
}

TEST(StateFile, EveryFlippedBitAndEveryLostByteIsFound) {
  const std::string good = good_file();
  for (size_t i = 0; i < good.size(); ++i) {
    EXPECT_NE(error_of(good.substr(0, i)), "good") << i;
    EXPECT_NE(error_of(good.substr(0, i) + good.substr(i + 1)), "good") << i;
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = good;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      EXPECT_NE(error_of(flipped), "good") << i << " " << bit;
    }
  }
}

// A section with a checksum of its own would be at home anywhere.
TEST(StateFile, SectionsCannotChangePlaces) {
  const auto first = std::pair(Section::kKeys, keys_body({"a"}));
  const auto second = std::pair(Section::kKeys, keys_body({"b"}));
  const std::string good =
      file({{Section::kSpec, spec_body()}, first, second, {Section::kEnd, end_body(2, 2)}});
  ASSERT_EQ(error_of(good), "good");
  const size_t section = state_format::kSectionHeadSize + first.second.size() + state_format::kChecksumSize;
  const size_t at = file({{Section::kSpec, spec_body()}}).size();
  const std::string swapped = good.substr(0, at) + good.substr(at + section, section) +
                              good.substr(at, section) + good.substr(at + 2 * section);
  EXPECT_NE(error_of(swapped), "good");
  EXPECT_NE(error_of(good.substr(0, at) + good.substr(at + section)), "good");
}

TEST(StateFile, ChecksTheSpec) {
  const Result<StateFile> f = StateFile::open(good_file(), "x.state");
  ASSERT_TRUE(f);
  EXPECT_TRUE(f->check_spec(some_meaning()));
  Value other = some_meaning();
  other.as<DictObj>()->table.find(Value::string("Name"))->value = Value::string("T");
  const Status s = f->check_spec(other);
  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().message, "this state was made by another spec: Name was 'S', is 'T'");
  EXPECT_EQ(s.error().place, "x.state");
  EXPECT_EQ(exit_code(s.error().kind), 1);
}

}  // namespace
}  // namespace headrace

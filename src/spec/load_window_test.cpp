#include <gtest/gtest.h>

#include "spec/load.h"
#include "spec/load_test_text.h"

namespace headrace {
namespace {

const std::string kStreaming =
    kHead +
    "Aggregates:\n"
    "- {Type: Blurr:Aggregate:Block, Name: b, Fields: [{Name: n, Type: integer, Value: b.n + 1}]}\n"
    "- {Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: n, Value: 1}]}\n";

// What is said of a window spec whose aggregates start on line 7, with kStreaming beside it.
std::string check_window(const std::string& aggregates, const std::string& streaming = kStreaming) {
  Diagnostics diagnostics;
  load_specs({file(kWindowHead + "Aggregates:\n" + aggregates, "window.yml"), file(streaming)}, diagnostics);
  return dump(diagnostics);
}
std::string window(const std::string& keys) {
  return "- {Type: Blurr:Aggregate:Window, Name: w, " + keys + ", Fields: [{Name: n, Value: source.n}]}\n";
}

TEST(LoadWindow, Windows) {
  const std::pair<std::string, std::string> cases[] = {
      {window("WindowType: day, WindowValue: -7, Source: S.b"), ""},
      {window("WindowType: Hour, WindowValue: 0.5, Source: S.b"), ""},
      {window("WindowType: COUNT, WindowValue: 1, Source: S.b"), ""},
      {window("Source: S.b"), ""},
      {window("WindowType: week, WindowValue: 1, Source: S.b"), "error unknown-type 7:55 W.w\n"},
      {window("WindowType: day, Source: S.b"), "error missing-key 7:4 W.w\n"},
      {window("WindowValue: 1, Source: S.b"), "error missing-key 7:4 W.w\n"},
      {window("WindowType: day, WindowValue: 1"), "error missing-key 7:4 W.w\n"},
      {window("WindowType: count, WindowValue: 1.5, Source: S.b"), "error invalid-number 7:75 W.w\n"},
      {window("WindowType: count, WindowValue: '0', Source: S.b"), "error invalid-number 7:75 W.w\n"},
      {window("WindowType: day, WindowValue: 1.0e-12, Source: S.b"), "error invalid-number 7:73 W.w\n"},
      {window("WindowType: day, WindowValue: .nan, Source: S.b"), "error invalid-number 7:73 W.w\n"},
      {window("WindowType: day, WindowValue: x, Source: S.b"), "error invalid-number 7:73 W.w\n"},
      {window("WindowType: day, WindowValue: '-3', Source: S.b"), "warning loose-number 7:73 W.w\n"},
      {window("WindowType: day, WindowValue: 1, Source: S"), "error invalid-source 7:84 W.w\n"},
      {window("WindowType: day, WindowValue: 1, Source: S.b.n"), "error invalid-source 7:84 W.w\n"},
      {window("WindowType: day, WindowValue: 1, Source: S.bb"), "error undefined-source 7:84 W.w\n"},
      {window("WindowType: day, WindowValue: 1, Source: S.v"), "error undefined-source 7:84 W.w\n"},
      {window("AcceptLeak: yes, Source: S.b"), ""},
      {window("AcceptLeak: no, Source: S.b"), "error empty-value 7:55 W.w\n"},
      {window("AcceptLeak: 1, Source: S.b"), "error wrong-type 7:55 W.w\n"},
      {"- {Type: Blurr:Aggregate:Variable, Name: x, Fields: [{Name: n, Value: 1, AcceptLeak: yes}]}\n", ""},
      {"- {Type: Blurr:Aggregate:Variable, Name: x, Fields: [{Name: n, Value: 1, AcceptLeak: maybe}]}\n",
       "error wrong-type 7:86 W.x.n\n"},
      {"- {Type: Blurr:Aggregate:Variable, Name: anchor, Fields: [{Name: n, Value: 1}]}\n",
       "error reserved-name 7:42 W.anchor\n"},
      {"- {Type: Blurr:Aggregate:Variable, Name: S, Fields: [{Name: n, Value: 1}]}\n",
       "warning shadowed-name 7:42 W.S\n"},
      {"- {Type: Blurr:Aggregate:Block, Name: x, Fields: [{Name: n, Value: 1}]}\n",
       "error unknown-type 7:10 W.x\n"},
      {"- {Type: Blurr:Aggregate:Variable, Name: x, Fields: [{Name: m, Type: map, Value: 1}]}\n"
       "- {Type: Blurr:Aggregate:Variable, Name: y, Fields: [{Name: m, Type: map, Value: 1}, {Name: x, Type: "
       "map, Value: 1}]}\n",
       "error overwritten-columns 8:61 W.y.m\nerror overwritten-columns 8:93 W.y.x\n"},
  };
  for (const auto& [aggregates, expected] : cases)
    EXPECT_EQ(check_window(aggregates), expected) << aggregates;
}

TEST(LoadWindow, WindowsAndTheirStreamingSpec) {
  const std::string good = window("WindowType: day, WindowValue: 1, Source: S.b");
  const std::string other = window("WindowType: day, WindowValue: 1, Source: T.b");
  const std::string block =
      "- {Type: Blurr:Aggregate:Activity, Name: c, SeparateByInactiveSeconds: 9, Fields: [{Name: n, Value: "
      "1}]}\n";
  EXPECT_EQ(check_window(good, kStreaming + block), "error block-aggregates 7:84 W\n");
  EXPECT_EQ(check_window(good, with_fields("[{Name: n, Value: 1}]")),
            "error block-aggregates 7:84 W\nerror undefined-source 7:84 W.w\n");
  Diagnostics names;
  std::string twin = kWindowHead + "Aggregates:\n" + good;
  twin.replace(twin.find("Name: W"), 7, "Name: S");
  load_specs({file(twin), file(kStreaming), file(kStreaming)}, names);
  EXPECT_EQ(dump(names), "error duplicate-name 3:7 S\nwarning ambiguous-source 7:84 S\n");
  // Files report in the order in which they were given.
  EXPECT_EQ(check_window(window("Source: S.bb"), kStreaming + "Foo: 1\n"),
            "error undefined-source 7:51 W.w\nwarning unknown-key 10:1 S\n");
  // SourceBTS says S; the window's source decides.
  std::string renamed = kStreaming;
  renamed.replace(renamed.find("Name: S"), 7, "Name: T");
  EXPECT_EQ(check_window(other, renamed), "warning ignored-source 4:12 W\n");
  EXPECT_EQ(check_window(good + other, kStreaming),
            "error duplicate-name 8:40 W.w\nerror undefined-source 8:84 W.w\n");
  // Not among the files: a note, unless it is needed; with a hint where one has nearly that name.
  renamed.replace(renamed.find("Name: T"), 7, "Name: Other");
  EXPECT_EQ(check_window(good, renamed), "note unchecked-source 7:84 W\n");
  renamed.replace(renamed.find("Name: Other"), 11, "Name: SS");
  Diagnostics near;
  load_specs({file(kWindowHead + "Aggregates:\n" + good), file(renamed)}, near);
  EXPECT_EQ(dump(near), "note unchecked-source 7:84 W\n");
  EXPECT_EQ(near.all().at(0).hint, "did you mean 'SS'?");
  Diagnostics needed;
  LoadOptions options;
  options.require_streaming = true;
  load_specs({file(kWindowHead + "Aggregates:\n" + good)}, needed, options);
  EXPECT_EQ(dump(needed), "error undefined-source 7:84 W\n");
}

TEST(LoadWindow, CompanionsAreUsedAndNotReported) {
  Diagnostics diagnostics;
  LoadOptions options;
  options.companions = {file("broken: [", "x.yml"), file(kStreaming + "Foo: 1\n", "s.yml")};
  const SpecSet set = load_specs({file(kWindowHead + "Aggregates:\n" + window("Source: S.missing"), "w.yml")},
                                 diagnostics, options);
  EXPECT_EQ(dump(diagnostics), "error undefined-source 7:51 W.w\n");
  ASSERT_EQ(set.specs.size(), 1u);
  EXPECT_EQ(set.companions.size(), 1u);
  EXPECT_NE(set.streaming_of(std::get<WindowSpec>(set.specs[0])), nullptr);
}

TEST(LoadWindow, TheOnlyStreamingSpecIsMeantWhereNoneIsNamed) {
  const auto nameless = file(
      "Type: Blurr:Transform:Window\nVersion: '2018-03-01'\nName: W\nAnchor: {Condition: S.b.n > 1}\n"
      "Aggregates:\n- {Type: Blurr:Aggregate:Variable, Name: x, Fields: [{Name: n, Value: S.b.n}]}\n",
      "w.yml");
  const auto streaming_of = [&](SourceFiles files, SourceFiles companions, std::string* said) {
    Diagnostics diagnostics;
    LoadOptions options;
    options.companions = std::move(companions);
    files.insert(files.begin(), nameless);
    const SpecSet set = load_specs(files, diagnostics, options);
    *said = dump(diagnostics);
    const StreamingSpec* found = set.streaming_of(std::get<WindowSpec>(set.specs[0]));
    return found ? found->name : "";
  };
  std::string twin = kStreaming, said;
  twin.replace(twin.find("Name: S"), 7, "Name: T");
  EXPECT_EQ(streaming_of({file(kStreaming)}, {}, &said), "S");
  EXPECT_EQ(streaming_of({}, {file(kStreaming)}, &said), "S");
  EXPECT_EQ(said, "");
  EXPECT_EQ(streaming_of({file(kStreaming)}, {file(twin)}, &said), "S");
  EXPECT_EQ(streaming_of({}, {file(kStreaming), file(twin)}, &said), "");
  EXPECT_EQ(said, "note unchecked-source 3:7 W\n");
}

TEST(LoadWindow, AnchorsCountAsBlurrDoes) {
  const auto max_of = [](const std::string& value, std::string* said) {
    Diagnostics diagnostics;
    const SpecSet set =
        load_specs({file("Type: Blurr:Transform:Window\nVersion: '2018-03-01'\nName: W\nAnchor:\n"
                         "  Condition: x\n  Max: " +
                         value + "\nAggregates:\n" + window("Source: S.b")),
                    file(kStreaming)},
                   diagnostics);
    *said = dump(diagnostics);
    return std::get<WindowSpec>(set.specs[0]).anchor_max.value_or(-1);
  };
  const std::string wrong = "error invalid-number 6:8 W.anchor\n",
                    loose = "warning loose-number 6:8 W.anchor\n";
  const struct {
    const char* value;
    int64_t max;
    std::string said;
  } cases[] = {{"3", 3, ""},
               {"0", -1, wrong},
               {"-1", -1, wrong},
               {"x", -1, wrong},
               {"[1]", -1, wrong},
               {"'5'", 5, loose},
               {"1.5", 2, loose},
               {"yes", 1, loose},
               {"2018-01-01", -1, wrong},
               {"~", -1, "error empty-value 6:8 W.anchor\n"},
               {"99999999999999999999", INT64_MAX, ""}};
  for (const auto& c : cases) {
    std::string said;
    EXPECT_EQ(max_of(c.value, &said), c.max) << c.value;
    EXPECT_EQ(said, c.said) << c.value;
  }
}

TEST(LoadWindow, WindowLengthsAreTimedeltas) {
  const struct {
    const char* keys;
    WindowType type;
    int64_t count, length_us;
  } cases[] = {
      {"WindowType: day, WindowValue: -7", WindowType::kDay, 0, -7 * 86'400'000'000},
      {"WindowType: hour, WindowValue: 0.1", WindowType::kHour, 0, 360'000'000},
      {"WindowType: day, WindowValue: 1.0e-11", WindowType::kDay, 0, 1},
      {"WindowType: day, WindowValue: 10000000", WindowType::kDay, 0, 632'448'000'000'000'000},
      {"WindowType: hour, WindowValue: -1.0e+300", WindowType::kHour, 0, -632'448'000'000'000'000},
      {"WindowType: count, WindowValue: -3", WindowType::kCount, -3, 0},
  };
  for (const auto& c : cases) {
    Diagnostics diagnostics;
    const SpecSet set =
        load_specs({file(kWindowHead + "Aggregates:\n" + window(std::string(c.keys) + ", Source: S.b")),
                    file(kStreaming)},
                   diagnostics);
    EXPECT_EQ(dump(diagnostics), "") << c.keys;
    const WindowRange range =
        std::get<WindowSpec>(set.specs.at(0)).aggregates.at(0).window.value_or(WindowRange());
    EXPECT_EQ(range.type, c.type) << c.keys;
    EXPECT_EQ(range.count, c.count) << c.keys;
    EXPECT_EQ(range.length_us, c.length_us) << c.keys;
  }
}

}  // namespace
}  // namespace headrace

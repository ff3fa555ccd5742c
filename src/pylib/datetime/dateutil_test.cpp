#include <random>
#include <thread>

#include "data/object.h"
#include "pylib/datetime/iso_fast.h"
#include "pylib/datetime/test_calls.h"

namespace headrace::pylib {
namespace {

// What dateutil 2.9.0 says under TZ=UTC with 2026-11-22 as today.
TEST(DateutilParse, AsDateutil) {
  static constexpr struct {
    const char *text, *expected;
  } kCases[] = {
      {"2020-02-29", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"2020-02-29T12:34:56", "datetime.datetime(2020, 2, 29, 12, 34, 56)"},
      {"2020-02-29 12:34:56.5", "datetime.datetime(2020, 2, 29, 12, 34, 56, 500000)"},
      {"2020-02-29T12:34:56.1234567Z",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, 123456, tzinfo=tzlocal())"},
      {"2020-02-29T12:34:56+00:00", "datetime.datetime(2020, 2, 29, 12, 34, 56, tzinfo=tzlocal())"},
      {"2020-02-29T12:34:56-05:00",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, tzinfo=tzoffset(None, -18000))"},
      {"2020-02-29T12:34:56+0530",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, tzinfo=tzoffset(None, 19800))"},
      {"2020-02-29T12:34:56+99:99",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, tzinfo=tzoffset(None, 362340))"},
      {"2019-02-29", "ParserError"},
      {"2020-02-29T24:00:00", "ParserError"},
      {"20200229T123456", "datetime.datetime(2020, 2, 29, 12, 34, 56)"},
      {"20200229", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"200229", "datetime.datetime(2029, 2, 20, 0, 0)"},
      {"20200229123456", "datetime.datetime(2020, 2, 29, 12, 34, 56)"},
      {"1/2/2003", "datetime.datetime(2003, 1, 2, 0, 0)"},
      {"13/2/2003", "datetime.datetime(2003, 2, 13, 0, 0)"},
      {"1/13/03", "datetime.datetime(2003, 1, 13, 0, 0)"},
      {"01/02/75", "datetime.datetime(2075, 1, 2, 0, 0)"},
      {"01/02/76", "datetime.datetime(1976, 1, 2, 0, 0)"},
      {"10-Sep-2003", "datetime.datetime(2003, 9, 10, 0, 0)"},
      {"Sep-10-2003", "datetime.datetime(2003, 9, 10, 0, 0)"},
      {"Sep-10", "datetime.datetime(2026, 9, 10, 0, 0)"},
      {"Sep 10 2003 10:36:28 PM", "datetime.datetime(2003, 9, 10, 22, 36, 28)"},
      {"Thu Sep 25 10:36:28 2003", "datetime.datetime(2003, 9, 25, 10, 36, 28)"},
      {"Thursday", "datetime.datetime(2026, 11, 26, 0, 0)"},
      {"sat", "datetime.datetime(2026, 11, 28, 0, 0)"},
      {"September", "datetime.datetime(2026, 9, 22, 0, 0)"},
      {"Sep of 03", "datetime.datetime(2003, 9, 22, 0, 0)"},
      {"Sep of 2003", "datetime.datetime(2003, 9, 22, 0, 0)"},
      {"2003 Sep 25", "datetime.datetime(2003, 9, 25, 0, 0)"},
      {"25 Sep", "datetime.datetime(2026, 9, 25, 0, 0)"},
      {"Feb", "datetime.datetime(2026, 2, 22, 0, 0)"},
      {"10h36m28.5s", "datetime.datetime(2026, 11, 22, 10, 36, 28, 500000)"},
      {"10 h 36", "datetime.datetime(2026, 11, 22, 10, 36)"},
      {"36 m 5", "datetime.datetime(2026, 11, 22, 0, 36, 5)"},
      {"10am", "datetime.datetime(2026, 11, 22, 10, 0)"},
      {"12 am", "datetime.datetime(2026, 11, 22, 0, 0)"},
      {"12:30 p.m.", "datetime.datetime(2026, 11, 22, 12, 30)"},
      {"5:50 A.M. on June 13, 1990", "datetime.datetime(1990, 6, 13, 5, 50)"},
      {"13 am", "datetime.datetime(2026, 11, 22, 13, 0)"},
      {"10:36.5", "datetime.datetime(2026, 11, 22, 10, 36, 30)"},
      {"10:36:28,123", "datetime.datetime(2026, 11, 22, 10, 36, 28, 123000)"},
      {"1.5h", "datetime.datetime(2026, 11, 22, 1, 30)"},
      {"2003.09.25", "datetime.datetime(2003, 9, 25, 0, 0)"},
      {"25.09.2003", "datetime.datetime(2003, 9, 25, 0, 0)"},
      {"25.09", "datetime.datetime(2026, 11, 25, 0, 0)"},
      {"Sep.25.2003", "datetime.datetime(2003, 9, 25, 0, 0)"},
      {"10:00 UTC", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzlocal())"},
      {"10:00 GMT", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzutc())"},
      {"10:00 GMT+3", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzoffset(None, -10800))"},
      {"10:00 UTC-3", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzoffset(None, 10800))"},
      {"10:00 EST", "datetime.datetime(2026, 11, 22, 10, 0)"},
      {"10:00 BRST+3", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzoffset('BRST', -10800))"},
      {"10:00 -0300 (BRST)", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzoffset('BRST', -10800))"},
      {"10:00 -03", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzoffset(None, -10800))"},
      {"10:00 -0300 (UTC)", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzlocal())"},
      {"10:00Z", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzlocal())"},
      {"10:00z", "datetime.datetime(2026, 11, 22, 10, 0, tzinfo=tzlocal())"},
      {"99-01", "datetime.datetime(1999, 1, 22, 0, 0)"},
      {"01-99", "datetime.datetime(1999, 1, 22, 0, 0)"},
      {"1999", "datetime.datetime(1999, 11, 22, 0, 0)"},
      {"99", "datetime.datetime(1999, 11, 22, 0, 0)"},
      {"31", "ParserError"},
      {"32", "datetime.datetime(2032, 11, 22, 0, 0)"},
      {"31-32-33", "ParserError"},
      {"2003-09-25T10:49:41.5-03:00",
       "datetime.datetime(2003, 9, 25, 10, 49, 41, 500000, tzinfo=tzoffset(None, -10800))"},
      {"Wed, 04 Jul 2018 08:00:00 -0700",
       "datetime.datetime(2018, 7, 4, 8, 0, tzinfo=tzoffset(None, -25200))"},
      {"Tue Jun 22 07:46:22 EST 2010", "datetime.datetime(2010, 6, 22, 7, 46, 22)"},
      {"July 4th, 1776", "datetime.datetime(1776, 7, 4, 0, 0)"},
      {"4 of July 1976", "datetime.datetime(1976, 7, 4, 0, 0)"},
      {"ad 2003", "datetime.datetime(2003, 11, 22, 0, 0)"},
      {"", "ParserError"},
      {" ", "ParserError"},
      {"hello", "ParserError"},
      {"10:60", "ParserError"},
      {"nan", "ParserError"},
      {"1,2,3", "datetime.datetime(2003, 1, 2, 0, 0)"},
      {"0099-01-01", "datetime.datetime(99, 1, 1, 0, 0)"},
      {"0000-01-01", "ParserError"},
      {"1996-W01", "ParserError"},
      {"\331\242\331\240\331\242\331\240-\331\240\331\241-\331\240\331\242 \331\241\331\240:\331\242\331\240",
       "datetime.datetime(2020, 1, 2, 10, 20)"},
      {"2020-01-02 10:20\302\262", "ParserError"},
      {"January 32", "datetime.datetime(2032, 1, 22, 0, 0)"},
      {"99999999999999999999", "OverflowError"},
      {"10:00:00.0000009", "datetime.datetime(2026, 11, 22, 10, 0)"},
      {"12:59.9999999999999999999999999999999", "ParserError"},
      {"5 Ma\305\277 2020", "ParserError"},
      {"2020\343\200\20001\343\200\20002", "datetime.datetime(2020, 1, 2, 0, 0)"},
  };
  Calls calls;
  for (const auto& c : kCases) {
    EXPECT_EQ(calls.shown_call("dateutil.parser.parse", {str(c.text)}), c.expected) << c.text;
  }
}

TEST(DateutilParse, Options) {
  const Value yes = Value::boolean(true);
  Calls calls;
  const auto parse = [&](std::string_view text, const Keywords& keywords) {
    return calls.shown_call("dateutil.parser.parse", {str(text)}, keywords);
  };
  EXPECT_EQ(parse("10/9/8", {{"dayfirst", yes}}), "datetime.datetime(2008, 9, 10, 0, 0)");
  EXPECT_EQ(parse("10/9/8", {{"yearfirst", yes}}), "datetime.datetime(2010, 9, 8, 0, 0)");
  EXPECT_EQ(parse("10/9/8", {{"dayfirst", yes}, {"yearfirst", yes}}), "datetime.datetime(2010, 8, 9, 0, 0)");
  EXPECT_EQ(parse("2003-10-11", {{"dayfirst", yes}}), "datetime.datetime(2003, 11, 10, 0, 0)");
  EXPECT_EQ(parse("2020-01-02T03:04:05+02:00", {{"ignoretz", yes}}),
            "datetime.datetime(2020, 1, 2, 3, 4, 5)");
  EXPECT_EQ(parse("Today is January 1, 2047 at 8:21:00AM", {{"fuzzy_with_tokens", yes}}),
            "(datetime.datetime(2047, 1, 1, 8, 21), ('Today is ', ' ', ' ', 'at '))");
  EXPECT_EQ(parse("x", {{"foo", yes}}), "TypeError");
  EXPECT_EQ(calls.shown_call("dateutil.parser.parse", {num(1)}), "TypeError");
}

TEST(DateutilParse, DefaultFillsIn) {
  Calls calls;
  const Value date = calls.make("datetime.date", {num(2021), num(1), num(31)});
  const Value datetime = calls.make("datetime.datetime", {num(2021), num(1), num(31), num(5), num(6)});
  const auto parse = [&](std::string_view text, const Value& value) {
    return calls.shown_call("dateutil.parser.parse", {str(text)}, {{"default", value}});
  };
  EXPECT_EQ(parse("Feb", datetime), "datetime.datetime(2021, 2, 28, 5, 6)");
  EXPECT_EQ(parse("Feb", date), "datetime.date(2021, 2, 28)");
  EXPECT_EQ(parse("10:00", date), "TypeError");
  EXPECT_EQ(parse("10:00", num(1)), "AttributeError");
}

TEST(DateutilParse, TimeZonesByName) {
  Calls calls;
  auto* zones = new DictObj();
  const Value tzinfos = Value::adopt(zones);
  bool inserted;
  zones->table.find_or_insert(str("EST"), &inserted)->value = num(-18000);
  zones->table.find_or_insert(str("UTC"), &inserted)->value = calls.make("dateutil.tz.tzutc", {});
  const auto parse = [&](std::string_view text) {
    return calls.shown_call("dateutil.parser.parse", {str(text)}, {{"tzinfos", tzinfos}});
  };
  EXPECT_EQ(parse("2020-01-02 03:04 EST"),
            "datetime.datetime(2020, 1, 2, 3, 4, tzinfo=tzoffset('EST', -18000))");
  EXPECT_EQ(parse("2020-01-02 03:04 Z"), "datetime.datetime(2020, 1, 2, 3, 4, tzinfo=tzutc())");
  EXPECT_EQ(parse("2020-01-02 03:04 CET"), "datetime.datetime(2020, 1, 2, 3, 4)");
}

TEST(DateutilParse, TimeZonesThatAreNoDict) {
  Calls calls;
  const auto parse = [&](const Value& tzinfos) {
    return calls.shown_call("dateutil.parser.parse", {str("2020-01-02 03:04 EST")}, {{"tzinfos", tzinfos}});
  };
  EXPECT_EQ(parse(make_list({})), "datetime.datetime(2020, 1, 2, 3, 4)");
  EXPECT_EQ(parse(make_list({str("CET")})), "datetime.datetime(2020, 1, 2, 3, 4)");
  EXPECT_EQ(parse(make_list({str("EST")})), "AttributeError");
  EXPECT_EQ(parse(num(0)), "datetime.datetime(2020, 1, 2, 3, 4)");
  EXPECT_EQ(parse(num(5)), "TypeError");
}

// In a thread that has read no date yet, so that nothing is remembered.
TEST(DateutilParse, NulsAreNeitherDateNorOffset) {
  std::thread([] {
    using namespace std::string_view_literals;
    FastIso iso;
    EXPECT_FALSE(read_fast_iso("\0\0\0\0\0\0\0\0\0\0"sv, &iso));
    EXPECT_FALSE(read_fast_iso("2020-01-01T00:00:00\0\0\0\0\0\0"sv, &iso));
    Calls calls;
    EXPECT_EQ(calls.shown_call("dateutil.parser.parse", {str("2020-01-01T00:00:00\0\0\0\0\0\0"sv)}),
              "datetime.datetime(2020, 1, 1, 0, 0)");
    EXPECT_EQ(calls.shown_call("datetime.datetime.fromisoformat", {str("2020-01-01T00:00:00\0\0\0\0\0\0"sv)}),
              "ValueError");
  }).join();
}

TEST(DateutilTz, OffsetsThatNobodyCanUse) {
  Calls calls;
  const auto zone = [&](int64_t seconds) {
    return calls.shown_call("dateutil.tz.tzoffset", {str("x"), num(seconds)});
  };
  EXPECT_EQ(zone(4'000'000'000'000), "tzoffset('x', 4000000000000)");
  EXPECT_EQ(zone(-9'000'000'000'000), "OverflowError");
}

// Whatever the fast path takes, the long way must read alike: an option sends parse() there.
TEST(DateutilParse, FastPathIsTheSlowOne) {
  Calls calls;
  std::mt19937 random(1);
  const std::string valid = "2020-02-28T12:34:56.789012+05:30";
  int fast = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = valid.substr(0, std::array{10, 19, 20, 21, 24, 26, 29, 32}[random() % 8]);
    if (random() % 4 == 0)
      text = text.substr(0, 19) + std::array{"Z", "+0530", "-08", "", "+00:00"}[random() % 5];
    for (int edits = static_cast<int>(random() % 3); edits > 0; --edits) {
      text[random() % text.size()] = "0123456789-: T.Z+"[random() % 17];
    }
    FastIso iso;
    fast += read_fast_iso(text, &iso);
    EXPECT_EQ(calls.shown_call("dateutil.parser.parse", {str(text)}),
              calls.shown_call("dateutil.parser.parse", {str(text)}, {{"fuzzy", Value::boolean(false)}}))
        << text;
  }
  EXPECT_GT(fast, 5'000);
}

TEST(DateutilIsoparse, AsDateutil) {
  static constexpr struct {
    const char *text, *expected;
  } kCases[] = {
      {"2020", "datetime.datetime(2020, 1, 1, 0, 0)"},
      {"2020-02", "datetime.datetime(2020, 2, 1, 0, 0)"},
      {"202002", "ValueError"},
      {"2020-02-29", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"20200229", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"2020-W09", "datetime.datetime(2020, 2, 24, 0, 0)"},
      {"2020W096", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"2020-060", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"2020060", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"2020-02-29T12", "datetime.datetime(2020, 2, 29, 12, 0)"},
      {"2020-02-29T1234", "datetime.datetime(2020, 2, 29, 12, 34)"},
      {"2020-02-29T12:34:56.1234567Z", "datetime.datetime(2020, 2, 29, 12, 34, 56, 123456, tzinfo=tzutc())"},
      {"2020-02-29x12:34+00", "datetime.datetime(2020, 2, 29, 12, 34, tzinfo=tzutc())"},
      {"2020-02-29T24:00", "datetime.datetime(2020, 3, 1, 0, 0)"},
      {"9999-12-31T24:00", "OverflowError"},
      {"2020-02-29T24:01", "ValueError"},
      {"2020-02-29T12:34-0530", "datetime.datetime(2020, 2, 29, 12, 34, tzinfo=tzoffset(None, -19800))"},
      {"2020-02-29T12:34+24:00", "ValueError"},
      {"+123-01-01", "datetime.datetime(123, 1, 1, 0, 0)"},
      {"2020-02-29T12:3456", "ValueError"},
      {"2020-02-30", "ValueError"},
      {"2020-02-29T12:34:56 Z", "ValueError"},
      {"", "ValueError"},
  };
  Calls calls;
  for (const auto& c : kCases) {
    EXPECT_EQ(calls.shown_call("dateutil.parser.isoparse", {str(c.text)}), c.expected) << c.text;
  }
}

}  // namespace
}  // namespace headrace::pylib

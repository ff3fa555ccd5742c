// Dates and times to text and back: isoformat and fromisoformat, strftime and strptime. The tables are what
// CPython 3.11 says on Linux under TZ=UTC in the C locale.
#include "pylib/builtins.h"
#include "pylib/datetime/test_calls.h"

namespace headrace::pylib {
namespace {

TEST(FromIsoFormat, AsCPython) {
  static constexpr struct {
    const char *function, *text, *expected;
  } kCases[] = {
      {"datetime.date.fromisoformat", "2020-02-29", "datetime.date(2020, 2, 29)"},
      {"datetime.date.fromisoformat", "20200229", "datetime.date(2020, 2, 29)"},
      {"datetime.date.fromisoformat", "2020-W09-6", "datetime.date(2020, 2, 29)"},
      {"datetime.date.fromisoformat", "2020W096", "datetime.date(2020, 2, 29)"},
      {"datetime.date.fromisoformat", "2020-W09", "datetime.date(2020, 2, 24)"},
      {"datetime.date.fromisoformat", "2020W09", "datetime.date(2020, 2, 24)"},
      {"datetime.date.fromisoformat", "2020-060", "ValueError"},
      {"datetime.date.fromisoformat", "2020-2-29", "ValueError"},
      {"datetime.date.fromisoformat", "20200229xx", "datetime.date(2020, 2, 29)"},
      {"datetime.date.fromisoformat", "2021-02-29", "ValueError"},
      {"datetime.date.fromisoformat", "2020-W54-1", "ValueError"},
      {"datetime.date.fromisoformat", "\331\242020-01-01", "ValueError"},
      {"datetime.time.fromisoformat", "T01", "datetime.time(1, 0)"},
      {"datetime.time.fromisoformat", "0102", "datetime.time(1, 2)"},
      {"datetime.time.fromisoformat", "01:02:03", "datetime.time(1, 2, 3)"},
      {"datetime.time.fromisoformat", "010203.5", "datetime.time(1, 2, 3, 500000)"},
      {"datetime.time.fromisoformat", "01:02:03,1234567", "datetime.time(1, 2, 3, 123456)"},
      {"datetime.time.fromisoformat", "01:02+05:30",
       "datetime.time(1, 2, tzinfo=datetime.timezone(datetime.timedelta(seconds=19800)))"},
      {"datetime.time.fromisoformat", "01:02Z", "datetime.time(1, 2, tzinfo=datetime.timezone.utc)"},
      {"datetime.time.fromisoformat", "01:02-24:00", "ValueError"},
      {"datetime.time.fromisoformat", "24:00", "ValueError"},
      {"datetime.time.fromisoformat", "01:0203", "ValueError"},
      {"datetime.time.fromisoformat", "01:02:03:123", "datetime.time(1, 2, 3, 123000)"},
      {"datetime.time.fromisoformat", "", "ValueError"},
      {"datetime.datetime.fromisoformat", "2020-02-29", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"datetime.datetime.fromisoformat", "2020-02-29T12:34:56",
       "datetime.datetime(2020, 2, 29, 12, 34, 56)"},
      {"datetime.datetime.fromisoformat", "2020-02-29 12:34:56.789+05:30",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, 789000, "
       "tzinfo=datetime.timezone(datetime.timedelta(seconds=19800)))"},
      {"datetime.datetime.fromisoformat", "20200229T123456Z",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, tzinfo=datetime.timezone.utc)"},
      {"datetime.datetime.fromisoformat", "2020-W09-6T12", "datetime.datetime(2020, 2, 29, 12, 0)"},
      {"datetime.datetime.fromisoformat", "2020-W01-0000", "datetime.datetime(2019, 12, 30, 0, 0)"},
      {"datetime.datetime.fromisoformat", "2020W0112:30", "ValueError"},
      {"datetime.datetime.fromisoformat", "2020-02-29\355\240\20012:30",
       "datetime.datetime(2020, 2, 29, 12, 30)"},
      {"datetime.datetime.fromisoformat", "2020-02-29\303\25112:30",
       "datetime.datetime(2020, 2, 29, 12, 30)"},
      {"datetime.datetime.fromisoformat", "2020-02-29T12:34:56.123456789-00:00:00.5",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, 123456, tzinfo=datetime.timezone.utc)"},
      {"datetime.datetime.fromisoformat", "2020-02-29T12:34:56+05:30:15.000001",
       "datetime.datetime(2020, 2, 29, 12, 34, 56, "
       "tzinfo=datetime.timezone(datetime.timedelta(seconds=19815, microseconds=1)))"},
      {"datetime.datetime.fromisoformat", "2020-02-29T", "ValueError"},
      {"datetime.datetime.fromisoformat", "2020-02-29T12:60", "ValueError"},
      {"datetime.datetime.fromisoformat", "2020", "ValueError"},
      {"datetime.datetime.fromisoformat", "2020-02-29T12:34:56+0530x", "ValueError"},
  };
  Calls calls;
  for (const auto& c : kCases) EXPECT_EQ(calls.shown_call(c.function, {str(c.text)}), c.expected) << c.text;
}

TEST(IsoFormat, SeparatorAndPrecision) {
  Calls calls;
  const Value v = calls.make("datetime.datetime.fromisoformat", {str("2020-02-29T12:34:56.789012+05:30")});
  const auto format = [&](const Keywords& keywords) {
    return calls.shown_method(v, "isoformat", {}, keywords);
  };
  EXPECT_EQ(format({}), "'2020-02-29T12:34:56.789012+05:30'");
  EXPECT_EQ(format({{"timespec", str("hours")}, {"sep", str(" ")}}), "'2020-02-29 12+05:30'");
  EXPECT_EQ(format({{"timespec", str("milliseconds")}}), "'2020-02-29T12:34:56.789+05:30'");
  EXPECT_EQ(format({{"timespec", str("days")}}), "ValueError");
  EXPECT_EQ(format({{"sep", str("ab")}}), "TypeError");
}

TEST(Strftime, AsGlibc) {
  static constexpr struct {
    const char *format, *aware, *first;
  } kCases[] = {
      {"%Y-%m-%d %H:%M:%S.%f", "2004-02-09 05:06:07.008009", "1-01-01 00:00:00.000000"},
      {"%a %A %b %B %h", "Mon Monday Feb February Feb", "Mon Monday Jan January Jan"},
      {"%c|%x|%X|%r|%R|%T|%D|%F",
       "Mon Feb  9 05:06:07 2004|02/09/04|05:06:07|05:06:07 AM|05:06|05:06:07|02/09/04|2004-02-09",
       "Mon Jan  1 00:00:00 1|01/01/01|00:00:00|12:00:00 AM|00:00|00:00:00|01/01/01|1-01-01"},
      {"%I %l %k %e %p %P", "05  5  5  9 AM am", "12 12  0  1 AM am"},
      {"%j %U %W %V %G %g %u %w", "040 06 06 07 2004 04 1 1", "001 00 01 01 1 01 1 1"},
      {"%s %C %y %n%t%%", "1076303167 20 04 \012\011%", "-62135596800 0 01 \012\011%"},
      {"%z %Z", "-0330 N%T", " "},
      {"%-d %_d %05d %-5d %^a %#Z %10Z", "9  9 00009     9 MON            ",
       "1  1 00001     1 MON            "},
      {"%Ey %Od %EY %OY %E%", "04 09 2004 %OY %", "01 01 1 %OY %"},
      {"%:z %Q %5 %", "%:z %Q   %5 %", "%:z %Q   %5 %"},
      {"%3%%^c", "  %MON FEB  9 05:06:07 2004", "  %MON JAN  1 00:00:00 1"},
      {"", "", ""},
  };
  Calls calls;
  const Value zone = calls.make(
      "datetime.timezone",
      {calls.make("datetime.timedelta", {}, {{"hours", num(-3)}, {"minutes", num(-30)}}), str("N%T")});
  const Value aware =
      calls.make("datetime.datetime", {num(2004), num(2), num(9), num(5), num(6), num(7), num(8009), zone});
  const Value first = calls.get("datetime.datetime.min");
  for (const auto& c : kCases) {
    EXPECT_EQ(calls.shown_method(aware, "strftime", {str(c.format)}), calls.show(true, str(c.aware)))
        << c.format;
    EXPECT_EQ(calls.shown_method(first, "strftime", {str(c.format)}), calls.show(true, str(c.first)))
        << c.format;
  }
}

// CPython gives up on a text of 256 times its format, with the empty string.
TEST(Strftime, TooWide) {
  Calls calls;
  const Value day = calls.get("datetime.date.min");
  EXPECT_EQ(calls.shown_method(day, "strftime", {str("%1023d")}).size(), 1025u);
  EXPECT_EQ(calls.shown_method(day, "strftime", {str("%2047d")}).size(), 2049u);
  EXPECT_EQ(calls.shown_method(day, "strftime", {str("%2048d")}), "''");
  EXPECT_EQ(calls.shown_method(day, "strftime", {str("%2147483648d")}), "''");
}

TEST(Strptime, AsCPython) {
  static constexpr struct {
    const char *text, *format, *expected;
  } kCases[] = {
      {"2020-02-29 12:34:56", "%Y-%m-%d %H:%M:%S", "datetime.datetime(2020, 2, 29, 12, 34, 56)"},
      {"29/2/20", "%d/%m/%y", "datetime.datetime(2020, 2, 29, 0, 0)"},
      {"Feb 9 2004  5:06 pm", "%b %d %Y %I:%M %p", "datetime.datetime(2004, 2, 9, 17, 6)"},
      {"2004-060", "%Y-%j", "datetime.datetime(2004, 2, 29, 0, 0)"},
      {"2004 09 Mon", "%Y %W %a", "datetime.datetime(2004, 3, 1, 0, 0)"},
      {"2004 09 0", "%Y %U %w", "datetime.datetime(2004, 2, 29, 0, 0)"},
      {"2004-W09-7", "%G-W%V-%u", "datetime.datetime(2004, 2, 29, 0, 0)"},
      {"2020-01-02T03:04:05.12+0530", "%Y-%m-%dT%H:%M:%S.%f%z",
       "datetime.datetime(2020, 1, 2, 3, 4, 5, 120000, "
       "tzinfo=datetime.timezone(datetime.timedelta(seconds=19800)))"},
      {"03:04 -05:00:15.25", "%H:%M %z",
       "datetime.datetime(1900, 1, 1, 3, 4, tzinfo=datetime.timezone(datetime.timedelta(days=-1, "
       "seconds=68384, microseconds=750000)))"},
      {"03:04 Z", "%H:%M %z", "datetime.datetime(1900, 1, 1, 3, 4, tzinfo=datetime.timezone.utc)"},
      {"03:04 +0102:03", "%H:%M %z", "ValueError"},
      {"2020 utc +0100", "%Y %Z %z",
       "datetime.datetime(2020, 1, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600), "
       "'utc'))"},
      {"Mon Feb  9 05:06:07 2004", "%c", "datetime.datetime(2004, 2, 9, 5, 6, 7)"},
      {"111", "%d%m", "datetime.datetime(1900, 1, 11, 0, 0)"},
      {"1112", "%d%m", "datetime.datetime(1900, 12, 11, 0, 0)"},
      {"12", "%H%M", "datetime.datetime(1900, 1, 1, 1, 2)"},
      {"Feb 29", "%b %d", "ValueError"},
      {"2020 x", "%Y", "ValueError"},
      {"2020", "%Y %m", "ValueError"},
      {"2020", "%Q", "ValueError"},
      {"2020", "%", "ValueError"},
      {"2020 2020", "%Y %Y", "error"},
      {"2020", "%G", "ValueError"},
      {"2020 01", "%Y %V", "ValueError"},
      {"\331\242\331\240\331\242\331\240", "%Y", "datetime.datetime(2020, 1, 1, 0, 0)"},
      {"2020\302\24001", "%Y %m", "datetime.datetime(2020, 1, 1, 0, 0)"},
      {"2020K", "%YK", "datetime.datetime(2020, 1, 1, 0, 0)"},
      {"2020\342\204\252", "%Yk", "datetime.datetime(2020, 1, 1, 0, 0)"},
      {"60:61", "%M:%S", "ValueError"},
      {"59:61", "%M:%S", "ValueError"},
      {"31/4/2020", "%d/%m/%Y", "ValueError"},
  };
  Calls calls;
  for (const auto& c : kCases) {
    EXPECT_EQ(calls.shown_call("datetime.datetime.strptime", {str(c.text), str(c.format)}), c.expected)
        << c.text << " as " << c.format;
  }
}

TEST(ParseTime, TokensOrDirectives) {
  Calls calls;
  const auto parse = [&](std::string_view text, std::string_view format) {
    const Value args[] = {str(text), str(format)};
    Value v;
    const bool good = builtin_parse_time(calls.cx, Args::of(args, 2), &v);
    return calls.show(good, v);
  };
  EXPECT_EQ(parse("2018/03/01 04:05:06", "YYYY/mm/dd HH:MM:SS"), "datetime.datetime(2018, 3, 1, 4, 5, 6)");
  EXPECT_EQ(parse("01.03.2018", "dd.mm.YYYY"), "datetime.datetime(2018, 3, 1, 0, 0)");
  EXPECT_EQ(parse("1 Mar 18", "%d %b %y"), "datetime.datetime(2018, 3, 1, 0, 0)");
  EXPECT_EQ(parse("2018-03-01", "YYYY/mm/dd"), "ValueError");
  EXPECT_EQ(parse("x", "x"), "ValueError");
}

}  // namespace
}  // namespace headrace::pylib

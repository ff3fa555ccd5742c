// The types date, time, datetime, timedelta and timezone: constructors, methods, operators.
#include "data/bigint.h"
#include "pylib/datetime/test_calls.h"
#include "pylib/datetime/timedelta.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

Value real(double d) { return Value::real(d); }

TEST(Constructors, CheckTheirArguments) {
  Calls calls;
  EXPECT_EQ(calls.shown_call("datetime.date", {num(2020), num(2), num(29)}), "datetime.date(2020, 2, 29)");
  EXPECT_EQ(calls.shown_call("datetime.date", {num(2019), num(2), num(29)}), "ValueError");
  EXPECT_EQ(calls.shown_call("datetime.date", {num(0), num(1), num(1)}), "ValueError");
  EXPECT_EQ(calls.shown_call("datetime.date", {real(2020), num(1), num(1)}), "TypeError");
  EXPECT_EQ(calls.shown_call("datetime.date", {num(int64_t{1} << 40), num(1), num(1)}), "OverflowError");
  EXPECT_EQ(calls.shown_call("datetime.time", {}, {{"fold", num(1)}}), "datetime.time(0, 0, fold=1)");
  EXPECT_EQ(calls.shown_call("datetime.time", {num(24)}), "ValueError");
  EXPECT_EQ(calls.shown_call("datetime.datetime", {num(2020), num(1), num(2)},
                             {{"tzinfo", calls.get("datetime.UTC")}, {"fold", num(1)}}),
            "datetime.datetime(2020, 1, 2, 0, 0, fold=1, tzinfo=datetime.timezone.utc)");
  EXPECT_EQ(calls.shown_call("datetime.datetime", {num(2020), num(1), num(2)}, {{"tzinfo", num(1)}}),
            "TypeError");
}

TEST(Constructors, TimedeltaAddsUpExactly) {
  Calls calls;
  const auto make = [&](const Keywords& keywords) {
    return calls.shown_call("datetime.timedelta", {}, keywords);
  };
  EXPECT_EQ(make({{"days", real(0.1)}}), "datetime.timedelta(seconds=8640)");
  EXPECT_EQ(make({{"microseconds", real(0.5)}}), "datetime.timedelta(0)");
  EXPECT_EQ(make({{"microseconds", real(1.5)}}), "datetime.timedelta(microseconds=2)");
  EXPECT_EQ(make({{"seconds", real(-1e-6)}}),
            "datetime.timedelta(days=-1, seconds=86399, microseconds=999999)");
  EXPECT_EQ(make({{"weeks", num(1)}, {"hours", real(-0.25)}}), "datetime.timedelta(days=6, seconds=85500)");
  EXPECT_EQ(make({{"days", num(1'000'000'000)}}), "OverflowError");
  EXPECT_EQ(make({{"days", real(1e300)}}), "OverflowError");
  EXPECT_EQ(make({{"days", str("1")}}), "TypeError");
  const Value huge = make_int(BigInt(1) << 80), minus_huge = make_int(-(BigInt(24) << 80));
  EXPECT_EQ(make({{"days", huge}, {"hours", minus_huge}, {"seconds", num(1)}}),
            "datetime.timedelta(seconds=1)");
}

TEST(Constructors, FromTimestampRoundsHalfToEven) {
  Calls calls;
  const auto make = [&](const Value& stamp) {
    return calls.shown_call("datetime.datetime.utcfromtimestamp", {stamp});
  };
  EXPECT_EQ(make(real(0.5e-6)), "datetime.datetime(1970, 1, 1, 0, 0)");
  EXPECT_EQ(make(real(1.5e-6)), "datetime.datetime(1970, 1, 1, 0, 0, 0, 2)");
  EXPECT_EQ(make(real(-1e-6)), "datetime.datetime(1969, 12, 31, 23, 59, 59, 999999)");
  EXPECT_EQ(make(num(253402300800)), "ValueError");
  EXPECT_EQ(make(real(1e300)), "OverflowError");
  EXPECT_EQ(calls.shown_call("datetime.datetime.fromtimestamp", {num(0), calls.get("datetime.UTC")}),
            "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)");
  EXPECT_EQ(calls.shown_call("datetime.datetime.fromtimestamp", {num(-62135596800)}), "ValueError");
}

TEST(Constructors, Now) {
  Calls calls;
  EXPECT_EQ(calls.shown_call("datetime.datetime.now", {}), "datetime.datetime(2026, 11, 22, 12, 0)");
  EXPECT_EQ(calls.shown_call("datetime.datetime.utcnow", {}), "datetime.datetime(2026, 11, 22, 12, 0)");
  EXPECT_EQ(calls.shown_call("datetime.date.today", {}), "datetime.date(2026, 11, 22)");
}

TEST(Types, OfTuplesWithNames) {
  Calls calls;
  const Value day = calls.make("datetime.date", {num(2020), num(1), num(1)});
  const auto type_of_result = [&](std::string_view name) {
    Value method, v;
    EXPECT_TRUE(get_attribute(calls.cx, day, name, &method) && calls.call(method, {}, {}, &v));
    const Value type = type_of_value(v);
    EXPECT_TRUE(as_type(type).is_instance(v));
    EXPECT_FALSE(as_type(type).is_instance(make_tuple({v})));
    EXPECT_TRUE(as_type(type).is_subclass_of(as_type(tuple_type())));
    return calls.show(true, type);
  };
  EXPECT_EQ(type_of_result("isocalendar"), "<class 'datetime.IsoCalendarDate'>");
  EXPECT_EQ(type_of_result("timetuple"), "<class 'time.struct_time'>");
}

TEST(Types, ZonesOfDateutilAreNoKeys) {
  Calls calls;
  const Value offset = calls.make("dateutil.tz.tzoffset", {str("x"), num(3600)});
  EXPECT_TRUE(hashable(calls.get("datetime.UTC")));
  EXPECT_EQ(unhashable_type(calls.make("dateutil.tz.tzutc", {})), "tzutc");
  EXPECT_EQ(unhashable_type(calls.make("dateutil.tz.tzlocal", {})), "tzlocal");
  EXPECT_EQ(unhashable_type(make_tuple({offset})), "tzoffset");
}

TEST(Methods, OfDatetime) {
  Calls calls;
  const Value v = calls.make("datetime.datetime.fromisoformat", {str("2021-01-03T04:05:06.5-03:30")});
  EXPECT_EQ(calls.shown_method(v, "isocalendar", {}),
            "datetime.IsoCalendarDate(year=2020, week=53, weekday=7)");
  EXPECT_EQ(calls.shown_method(v, "timestamp", {}), "1609659306.5");
  EXPECT_EQ(calls.shown_method(v, "utctimetuple", {}),
            "time.struct_time(tm_year=2021, tm_mon=1, tm_mday=3, tm_hour=7, tm_min=35, tm_sec=6, tm_wday=6, "
            "tm_yday=3, tm_isdst=0)");
  EXPECT_EQ(calls.shown_method(v, "tzname", {}), "'UTC-03:30'");
  EXPECT_EQ(calls.shown_method(v, "ctime", {}), "'Sun Jan  3 04:05:06 2021'");
  EXPECT_EQ(calls.shown_method(v, "astimezone", {}),
            "datetime.datetime(2021, 1, 3, 7, 35, 6, 500000, "
            "tzinfo=datetime.timezone(datetime.timedelta(0), 'UTC'))");
  EXPECT_EQ(calls.shown_method(v, "replace", {}, {{"tzinfo", Value()}, {"day", num(4)}}),
            "datetime.datetime(2021, 1, 4, 4, 5, 6, 500000)");
  EXPECT_EQ(calls.shown_attribute(v, "microsecond"), "500000");
  EXPECT_EQ(calls.shown_attribute(v, "min"), "datetime.datetime(1, 1, 1, 0, 0)");
}

TEST(Methods, NamedTuplesHaveNamesAndAreTuples) {
  Calls calls;
  Value method, week;
  ASSERT_TRUE(get_attribute(calls.cx, calls.get("datetime.date.min"), "isocalendar", &method));
  ASSERT_TRUE(calls.call(method, {}, {}, &week));
  EXPECT_EQ(calls.shown_attribute(week, "weekday"), "1");
  EXPECT_EQ(calls.shown_attribute(week, "tm_year"), "AttributeError");
  EXPECT_TRUE(equal(week, make_tuple({num(1), num(1), num(1)})));
}

TEST(Methods, OfZones) {
  Calls calls;
  const Value offset = calls.make("dateutil.tz.tzoffset", {str("EST"), num(-18000)});
  EXPECT_EQ(calls.show(true, offset), "tzoffset('EST', -18000)");
  EXPECT_EQ(calls.shown_method(offset, "utcoffset", {Value()}), "datetime.timedelta(days=-1, seconds=68400)");
  EXPECT_EQ(calls.shown_method(calls.get("datetime.timezone.utc"), "dst", {Value()}), "None");
  EXPECT_EQ(calls.shown_method(calls.get("dateutil.tz.UTC"), "dst", {Value()}), "datetime.timedelta(0)");
  EXPECT_EQ(calls.show(true, calls.get("datetime.timezone.max")),
            "datetime.timezone(datetime.timedelta(seconds=86340))");
  const Value day = calls.make("datetime.timedelta", {num(1)});
  EXPECT_EQ(calls.shown_call("datetime.timezone", {day}), "ValueError");
}

TEST(Arithmetic, Timedeltas) {
  Calls calls;
  const Value day = calls.make("datetime.timedelta", {num(1)});
  const Value one = calls.get("datetime.timedelta.resolution"), max = calls.get("datetime.timedelta.max");
  const auto shown = [&](const Value& a, BinaryOp op, const Value& b) {
    return calls.shown_binary(op, a, b);
  };
  EXPECT_EQ(shown(one, BinaryOp::kMul, real(0.5)), "datetime.timedelta(0)");
  EXPECT_EQ(shown(one, BinaryOp::kMul, real(1.5)), "datetime.timedelta(microseconds=2)");
  EXPECT_EQ(shown(real(2.5), BinaryOp::kMul, one), "datetime.timedelta(microseconds=2)");
  EXPECT_EQ(shown(one, BinaryOp::kDiv, num(2)), "datetime.timedelta(0)");
  EXPECT_EQ(shown(day, BinaryOp::kDiv, real(3)), "datetime.timedelta(seconds=28800)");
  EXPECT_EQ(shown(day, BinaryOp::kDiv, real(1e-300)), "OverflowError");
  EXPECT_EQ(shown(day, BinaryOp::kDiv, real(1e300)), "datetime.timedelta(0)");
  EXPECT_EQ(shown(day, BinaryOp::kDiv, real(0)), "ZeroDivisionError");
  EXPECT_EQ(shown(max, BinaryOp::kMul, real(1)), calls.show(true, max));
  EXPECT_EQ(shown(max, BinaryOp::kFloorDiv, one), "86399999999999999999");
  EXPECT_EQ(shown(max, BinaryOp::kDiv, day), "1000000000.0");
  EXPECT_EQ(shown(one, BinaryOp::kFloorDiv, num(-2)),
            "datetime.timedelta(days=-1, seconds=86399, microseconds=999999)");
  EXPECT_EQ(shown(day, BinaryOp::kMul, make_int(BigInt(1) << 70)), "OverflowError");
  EXPECT_EQ(shown(num(1), BinaryOp::kDiv, day), "TypeError");
}

TEST(Arithmetic, DatesAndTimes) {
  Calls calls;
  const Value date = calls.make("datetime.date", {num(2020), num(3), num(1)});
  const Value naive = calls.make("datetime.datetime", {num(2020), num(3), num(1)}, {{"fold", num(1)}});
  const Value aware = calls.make("dateutil.parser.parse", {str("2020-03-01T00:00:00+01:00")});
  const Value hour = calls.make("datetime.timedelta", {}, {{"hours", num(1)}});
  EXPECT_EQ(calls.shown_binary(BinaryOp::kSub, date, hour), "datetime.date(2020, 3, 1)");
  EXPECT_EQ(calls.shown_binary(BinaryOp::kSub, naive, hour), "datetime.datetime(2020, 2, 29, 23, 0)");
  EXPECT_EQ(calls.shown_binary(BinaryOp::kSub, naive, date), "TypeError");
  EXPECT_EQ(calls.shown_binary(BinaryOp::kSub, naive, aware), "TypeError");
  EXPECT_EQ(calls.shown_binary(BinaryOp::kAdd, calls.get("datetime.datetime.max"), hour), "OverflowError");
  const Value utc = calls.make("dateutil.parser.parse", {str("2020-03-01T00:00:00Z")});
  EXPECT_EQ(calls.shown_binary(BinaryOp::kSub, utc, aware), "datetime.timedelta(seconds=3600)");
  bool less;
  EXPECT_TRUE(compare(calls.cx, Compare::kLt, aware, utc, &less) && less);
  EXPECT_FALSE(compare(calls.cx, Compare::kLt, naive, utc, &less));
  EXPECT_FALSE(compare(calls.cx, Compare::kLt, naive, date, &less));
  const Value impossible = calls.make("dateutil.parser.parse", {str("2020-03-01T00:00:00+99:00")});
  EXPECT_FALSE(compare(calls.cx, Compare::kEq, impossible, utc, &less));
}

TEST(TrueDivision, RoundsCorrectly) {
  const Int128 big = Int128{1} << 66;
  EXPECT_EQ(divide_exactly(big + 1, big), 1.0);
  EXPECT_EQ(divide_exactly((Int128{1} << 54) + 2, 1), 0x1p54);  // halfway, to even
  EXPECT_EQ(divide_exactly((Int128{1} << 54) + 3, 1), 0x1.0000000000001p54);
  EXPECT_EQ(divide_exactly(1, 3), 1.0 / 3);
  EXPECT_TRUE(std::signbit(divide_exactly(0, -big)));
}

}  // namespace
}  // namespace headrace::pylib

// What is warned of, and what is not: a table of fields, and what is said of each.
#include "plan/warnings.h"

#include <gtest/gtest.h>

#include "plan/compile_plan.h"
#include "spec/load_test_text.h"

namespace headrace {
namespace {

// The code of each diagnostic, in order.
std::string codes(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics.all()) out += (out.empty() ? "" : " ") + d.code;
  return out;
}

// Of a field of this type and value beside one field of each kind.
std::string said_of(const std::string& type, const std::string& value, const std::string& when = "1") {
  const auto spec = file(
      "Type: Blurr:Transform:Streaming\nVersion: '2018-03-01'\nName: S\nIdentity: source.id\nTime: "
      "source.time\n"
      "Stores: [{Type: Blurr:Store:Memory, Name: memory}]\n"
      "Import: [{Module: datetime, Identifiers: [datetime, timedelta]}]\n"
      "Aggregates:\n- Type: Blurr:Aggregate:Identity\n  Name: a\n  Fields:\n"
      "  - {Name: i, Type: integer, Value: a.i + 1}\n  - {Name: s, Type: set, Value: a.s.add(source.k)}\n"
      "  - {Name: l, Type: list, Value: a.l.append(source.k)}\n  - {Name: t, Type: datetime, Value: time}\n"
      "  - Name: x\n    Type: " +
      type + "\n    When: \"" + when + "\"\n    Value: \"" + value + "\"\n");
  Diagnostics diagnostics;
  const SpecSet set = load_specs({spec}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << to_text(diagnostics);
  compile_stream(std::get<StreamingSpec>(set.specs.at(0)), nullptr, diagnostics);
  return codes(diagnostics);
}

TEST(Warnings, OfValues) {
  struct Case {
    std::string type, value, said;
  };
  for (const Case& c : std::vector<Case>{
           {"integer", "source.n", ""},
           {"integer", "'7'", ""},
           {"integer", "7 if source.n else None", ""},
           {"integer", "None", "never-set"},
           {"integer", "[7]", "impossible-cast"},
           {"integer", "time", "impossible-cast"},
           {"integer", "time or 7", ""},
           {"float", "timedelta(1)", "impossible-cast"},
           {"float", "timedelta(1).total_seconds()", ""},
           {"boolean", "[7]", ""},
           {"string", "time", ""},
           {"datetime", "time", ""},
           {"datetime", "a.t", ""},
           {"datetime", "str(time)", "impossible-cast"},
           {"map", "[('a', 1)]", ""},
           {"map", "len(a.l)", "impossible-cast"},
           {"list", "'abc'", ""},
           {"list", "7", "impossible-cast"},
           {"set", "a.l", ""},
           {"set", "1.5", "impossible-cast"},
           // What always fails, by the kinds of what it reads.
           {"integer", "time.hour()", "never-set"},
           {"integer", "time.hour", ""},
           {"integer", "time.days", "never-set"},
           {"integer", "time.days if source.n else 1", ""},
           {"list", "a.l.push(1)", "never-set"},
           {"list", "a.l.append(1)", ""},
           {"integer", "a.i + 'x'", "never-set"},
           {"integer", "a.l + 1", "never-set"},
           {"list", "a.l + [1]", ""},
           {"string", "'%d' % a.i", ""},
           {"string", "'x' * a.i", ""},
           {"set", "a.s + {1}", "never-set"},
           {"set", "a.s - {1}", ""},
           {"datetime", "a.t + 1", "never-set"},
           {"datetime", "a.t - timedelta(a.i)", ""},
           {"datetime", "timedelta.nothing(a.i)", "never-set"},
           {"integer", "source.n.nothing + 1", ""},
           // Or because it reads nothing.
           {"float", "1 / 0", "never-set"},
           {"integer", "len(5)", "never-set"},
           {"integer", "len('five')", ""},
           {"integer", "10 ** 10 ** 10", ""},
       }) {
    EXPECT_EQ(said_of(c.type, c.value), c.said) << c.type << ": " << c.value;
  }
}

TEST(Warnings, OfConditions) {
  for (const std::string when : {"0", "None", "False", "''"}) {
    EXPECT_EQ(said_of("integer", "1", when), "never-true") << when;
  }
  for (const std::string when : {"1", "source.ok", "True", "'0'", "a.i > 3", "not source.ok"}) {
    EXPECT_EQ(said_of("integer", "1", when), "") << when;
  }
}

TEST(Warnings, OfTheOrderOfSets) {
  for (const std::string value :
       {"list(a.s)", "tuple(a.s)", "str(a.s)", "','.join(a.s)", "[x for x in a.s]", "[*a.s]", "f'{a.s}'",
        "a.s.pop()", "next(iter(a.s))", "{x: 1 for x in a.s}", "list(enumerate(a.s))",
        "sorted([1, [y for y in a.s]])", "list(a.s | {source.k})", "','.join(a.s - {'x'})",
        "[x for x in a.s & {1}]", "tuple({1} ^ a.s)"}) {
    EXPECT_TRUE(said_of("string", value).starts_with("set-order")) << value;
  }
  for (const std::string value :
       {"sorted(a.s)", "len(a.s)", "max(a.s)", "sum(a.s)", "any(x > 1 for x in a.s)", "sorted(list(a.s))",
        "sorted(x for x in a.s for y in a.s)", "{x + 1 for x in a.s} == {1}", "source.k in a.s", "a.l.pop()",
        "list(a.l)", "sorted(x for x in set(a.l))", "','.join(a.l)", "[x for x in a.l]",
        "sorted(a.s | {source.k})"}) {
    EXPECT_EQ(said_of("string", value), "") << value;
  }
  EXPECT_EQ(said_of("list", "a.s"), "set-order");
  EXPECT_EQ(said_of("list", "a.s | {source.k}"), "set-order");
  EXPECT_EQ(said_of("set", "a.s"), "");
}

TEST(Warnings, OfTheClock) {
  EXPECT_EQ(said_of("datetime", "datetime.now()"), "clock");
  EXPECT_EQ(said_of("datetime", "datetime.utcnow()"), "clock");
  EXPECT_EQ(said_of("datetime", "datetime.fromtimestamp(0)"), "");
}

const std::string kStream =
    "Type: Blurr:Transform:Streaming\nVersion: '2018-03-01'\nName: S\nIdentity: source.id\nTime: "
    "source.time\n"
    "Stores: [{Type: Blurr:Store:Memory, Name: memory}]\nAggregates:\n"
    "- {Type: Blurr:Aggregate:Variable, Name: v, Fields: [{Name: n, Type: integer, Value: 1}]}\n"
    "- {Type: Blurr:Aggregate:Identity, Name: i, Fields: [{Name: n, Type: integer, Value: i.n + v.n}]}\n"
    "- {Type: Blurr:Aggregate:Block, Name: b, Dimensions: [{Name: d, Value: source.d}],\n"
    "   Fields: [{Name: n, Type: integer, Value: b.n + 1}]}\n";

// Of a window spec with the fields `at` of a variable, `before` of a window before and `after` of one after
// the anchor; with more keys in the variable or in its field.
std::string said_of_window(const std::string& at, const std::string& before, const std::string& after,
                           const std::string& variable_keys = "", const std::string& field_keys = "") {
  const std::string window = "- {Type: Blurr:Aggregate:Window, WindowType: count, Source: S.b, ";
  const auto spec = file(
      "Type: Blurr:Transform:Window\nVersion: '2018-03-01'\nName: W\nSourceBTS: S\n"
      "Anchor: {Condition: S.b.n > 3}\nAggregates:\n"
      "- {Type: Blurr:Aggregate:Variable, Name: at, " +
          variable_keys + "Fields: [{Name: n, " + field_keys + "Value: \"" + at + "\"}]}\n" + window +
          "Name: before, WindowValue: -1, Fields: [{Name: n, Value: \"" + before + "\"}]}\n" + window +
          "Name: after, WindowValue: 1, Fields: [{Name: n, Value: \"" + after + "\"}]}\n",
      "window.yml");
  Diagnostics diagnostics;
  const SpecSet set = load_specs({file(kStream), spec}, diagnostics);
  const auto& streaming = std::get<StreamingSpec>(set.specs.at(0));
  EXPECT_FALSE(diagnostics.has_errors()) << to_text(diagnostics);
  compile_window(std::get<WindowSpec>(set.specs.at(1)), streaming, lay_out_stream(streaming), nullptr,
                 diagnostics);
  return codes(diagnostics);
}

TEST(Warnings, OfLeaks) {
  struct Case {
    std::string at, before, after, said;
  };
  for (const Case& c : std::vector<Case>{
           {"1", "source.n[0]", "source.n[0]", ""},
           {"anchor._start_time", "1", "1", ""},
           {"anchor._identity + anchor.d + identity", "1", "1", ""},
           {"anchor._end_time", "1", "1", "leak"},
           {"anchor.n", "1", "1", "leak"},
           {"anchor['n']", "1", "1", "leak"},
           {"S.b.n", "1", "1", "leak"},
           {"S.i.n", "1", "1", "leak"},
           {"anchor.n", "at.n", "1", "leak leak"},
           {"1", "source.n[0] / anchor.n", "1", "leak"},
           // Labels may see the future.
           {"1", "1", "source.n[0] / anchor.n", ""},
           {"anchor.n", "1", "at.n", "leak"},
           {"after.n", "1", "source.n[0]", "forward-reference leak"},
           {"S.v.n", "1", "1", "unset-read"},
           {"at.n", "1", "1", "self-reference"},
       }) {
    EXPECT_EQ(said_of_window(c.at, c.before, c.after), c.said)
        << c.at << " | " << c.before << " | " << c.after;
  }
}

TEST(Warnings, OfLeaksThatAreAccepted) {
  const std::string yes = "AcceptLeak: yes, ";
  EXPECT_EQ(said_of_window("anchor.n", "1", "1", "", yes), "");
  EXPECT_EQ(said_of_window("anchor.n", "1", "1", yes), "");
  EXPECT_EQ(said_of_window("anchor.n", "1", "1", "When: anchor.n > 1, " + yes), "");
  EXPECT_EQ(said_of_window("anchor.n", "1", "1", "When: anchor.n > 1, ", yes), "leak");
  EXPECT_EQ(said_of_window("anchor.n", "at.n", "1", yes), "");
  EXPECT_EQ(said_of_window("anchor.n", "[at.n, anchor.n]", "1", yes), "leak");
}

}  // namespace
}  // namespace headrace

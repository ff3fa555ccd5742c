// Loops over columns against the bytecode that they stand before.
#include "expr/column_loop.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "data/bigint.h"
#include "data/object.h"
#include "expr/machine.h"
#include "expr/test_slots.h"
#include "pylib/api.h"

namespace headrace::expr {
namespace {

std::unique_ptr<Program> compiled(std::string_view source) { return test::compile_with_slots("lmn", source); }

using test::outcome;

// Whether the source has a loop over columns.
struct Case {
  const char* source;
  bool found;
};

constexpr Case kCases[] = {
    {"[x for x in l]", true},
    {"[x * 2 for x in l]", true},
    {"[x + n for x in l]", true},
    {"[n - x for x in l if x]", true},
    {"[x % 2 for x in l]", true},
    {"[x // 8 for x in l]", true},
    {"[x % 7 for x in l]", true},
    {"[x // n for x in l]", true},
    {"[x % n for x in l]", true},
    {"[x / n for x in l]", true},
    {"[x / (x - 1) for x in l]", true},
    {"[x * x * x for x in l]", true},
    {"[x < n for x in l]", true},
    {"[not x for x in l]", true},
    {"[(x > 1) + x for x in l]", true},
    {"[x == n for x in l]", true},
    {"[x != 'a' for x in l]", true},
    {"[x for x in l if x != n]", true},
    {"[x for x in l if x > 1 and x < 50]", true},
    {"[x for x in l if x > 1 if x < 50]", true},
    {"[x for i, x in enumerate(l) if i % 2 == 0]", true},
    {"[i for i, x in enumerate(l)]", true},
    {"[i * x for i, x in enumerate(l)]", true},
    {"[abs(x - l[0]) for x in l]", true},
    {"[int(x) for x in l]", true},
    {"tuple(int(x) for x in l)", true},
    {"list(x for x in l)", true},
    {"sum(x for x in l)", true},
    {"sum(x * x for x in l)", true},
    {"sum(x > 3 for x in l)", true},
    {"sum(1 for x in l if x)", true},
    {"sum(0.1 for x in l)", true},
    {"any(x > 40 for x in l)", true},
    {"all(x > 0 for x in l)", true},
    {"any(x for x in l if x != 3)", true},
    {"any(i == 70 for i, x in enumerate(l))", true},
    {"min(x for x in l)", true},
    {"max(x - 5 for x in l)", true},
    {"max(x for x in l if x > 10)", true},
    {"{x: x + 1 for x in l}", true},
    {"{x: n for x in l}", true},
    {"{k: v for k, v in m.items()}", true},
    {"{k: v + 1 for k, v in m.items() if v}", true},
    {"{v: k for k, v in m.items()}", true},
    {"[k for k in m]", true},
    {"[k for k in m if k != 'a']", true},
    {"[k for k in m.keys()]", true},
    {"sum(v for v in m.values())", true},
    {"[i for i, k in enumerate(m)]", true},
    {"sum(x * x for x in range(n))", true},
    {"[x for x in range(3, 200) if x % 3 == 0]", true},
    {"','.join(k for k in m)", true},
    // What assigns, calls, chooses, unpacks or has loops inside.
    {"[y for x in l if (y := x)]", false},
    {"[str(x) for x in l]", false},
    {"[x if x else n for x in l]", false},
    {"[x for x in l if x or n]", false},
    {"[x for y in l for x in l]", false},
    {"[a for a, b in l]", true},
    {"{x for x in l}", false},
    {"[lambda: x for x in l] and 1", false},
    {"[x + y for x, y in zip(l, l)]", false},
};

Value list_of(size_t size, std::mt19937& random, int kind) {
  Values items;
  for (size_t i = 0; i < size; ++i) {
    const auto number = static_cast<int64_t>(random() % 120) - 20;
    switch (kind) {
      case 0: items.push_back(Value::integer(number)); break;
      case 1: items.push_back(Value::real(static_cast<double>(number) / 4)); break;
      case 2: items.push_back(Value::string(std::to_string(number))); break;
      case 3: items.push_back(Value::integer(number * (INT64_MAX / 120))); break;
      case 4:  // ints, with something else now and then
        items.push_back(random() % 40  ? Value::integer(number)
                        : random() % 2 ? Value()
                        : random() % 2 ? Value::real(__builtin_nan(""))
                                       : make_int(BigInt(number) << 70));
        break;
      case 5:
        items.push_back(Value::real(random() % 9 ? static_cast<double>(number) : __builtin_nan("")));
        break;
      default: items.push_back(make_tuple({Value::integer(number), Value::string("b")})); break;
    }
  }
  return make_list(std::move(items));
}

Value dict_of(size_t size, std::mt19937& random, int kind) {
  auto* dict = new DictObj();
  for (size_t i = 0; i < size; ++i) {
    bool inserted;
    const Value key =
        kind == 3 ? Value::integer(static_cast<int64_t>(random() % 50))
                  : Value::string(std::string(1 + random() % 20, static_cast<char>('a' + random() % 26)));
    dict->table.find_or_insert(key, &inserted)->value =
        kind == 4 && random() % 20 == 0 ? Value() : Value::integer(static_cast<int64_t>(random() % 9));
    if (random() % 5 == 0) dict->table.erase(key);
  }
  return Value::adopt(dict);
}

TEST(ColumnLoop, IsFound) {
  for (const Case& c : kCases)
    EXPECT_EQ(!compiled(c.source)->code->column_loops.empty(), c.found)
        << c.source << "\n"
        << disassemble(*compiled(c.source)->code);
}

TEST(ColumnLoop, GivesWhatTheBytecodeGives) {
  Machine machine;
  machine.limits.steps = 5000;
  for (const Case& c : kCases) {
    const auto with = compiled(c.source), without = compiled(c.source);
    for (Instruction& in : without->code->instructions) {
      if (in.op == Op::kColumns) in = {Op::kJump, 0, 0, 0};
    }
    for (uint32_t seed = 0; seed < 150; ++seed) {
      std::mt19937 random(seed);
      const size_t size = seed % 3 == 0 ? random() % 4 : random() % 200;
      const int kind = static_cast<int>(random() % 7);
      const Value numbers[] = {Value::integer(static_cast<int64_t>(random() % 100)),
                               Value::integer(0),
                               Value::integer(-1),
                               Value::real(2.5),
                               Value::boolean(true),
                               Value(),
                               Value::string("17"),
                               Value::integer(INT64_MAX),
                               Value::integer(64)};
      const Value row[] = {list_of(size, random, kind), dict_of(size, random, kind),
                           numbers[random() % std::size(numbers)]};
      ASSERT_EQ(outcome(machine, *with, row), outcome(machine, *without, row))
          << c.source << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace headrace::expr

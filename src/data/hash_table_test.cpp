// The table of dicts and sets against a slow model: a list of pairs, searched from the front.

#include "data/hash_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>
#include <string>

#include "data/bigint.h"
#include "data/object.h"

namespace headrace {
namespace {

using Table = HashTable<DictEntry>;
using Model = std::vector<std::pair<Value, int64_t>>;

// Keys of several kinds, many of them equal across kinds (1, 1.0, True) and few enough to meet again.
Value random_key(std::mt19937& random, int span) {
  const auto i = static_cast<int64_t>(random() % static_cast<uint32_t>(span));
  switch (random() % 5) {
    case 0: return Value::real(static_cast<double>(i));
    case 1: return Value::string("key number " + std::to_string(i));
    case 2: return make_tuple({Value::integer(i), Value::string("t")});
    case 3: return i < 2 ? Value::boolean(i == 1) : Value::string(std::to_string(i));
    default: return Value::integer(i);
  }
}

Model::iterator find(Model& model, const Value& key) {
  auto it = model.begin();
  while (it != model.end() && !equal(it->first, key)) ++it;
  return it;
}

void expect_same(const Table& table, const Model& model) {
  ASSERT_EQ(table.size(), model.size());
  size_t at = 0;
  for (size_t i = 0; i < table.end(); ++i) {
    const DictEntry& e = table.entry(i);
    if (e.hash == 0) continue;
    ASSERT_LT(at, model.size());
    ASSERT_TRUE(equal(e.key, model[at].first));
    ASSERT_EQ(e.key.kind(), model[at].first.kind());
    ASSERT_EQ(e.value.as_int(), model[at].second);
    ++at;
  }
}

void insert(Table& table, Model& model, const Value& key, int64_t value) {
  bool inserted;
  table.find_or_insert(key, &inserted)->value = Value::integer(value);
  const auto it = find(model, key);
  ASSERT_EQ(inserted, it == model.end());
  if (inserted) {
    model.emplace_back(key, value);
  } else {
    it->second = value;
  }
}

void erase(Table& table, Model& model, const Value& key) {
  const auto it = find(model, key);
  DictEntry gone;
  ASSERT_EQ(table.erase(key, &gone), it != model.end());
  if (it == model.end()) return;
  ASSERT_EQ(gone.value.as_int(), it->second);
  model.erase(it);
}

void erase_oldest(Table& table, Model& model) {
  if (model.empty()) return;
  DictEntry gone;
  table.erase_at(table.first(), &gone);
  ASSERT_TRUE(equal(gone.key, model.front().first));
  model.erase(model.begin());
}

void erase_newest(Table& table, Model& model) {
  if (model.empty()) return;
  DictEntry gone;
  table.erase_at(table.end() - 1, &gone);
  ASSERT_TRUE(equal(gone.key, model.back().first));
  model.pop_back();
}

TEST(HashTable, BehavesAsAListOfPairs) {
  for (uint32_t seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const int span = seed % 3 == 0 ? 6 : seed % 3 == 1 ? 40 : 400;
    const uint32_t erasing = random() % 6;  // tables that mostly grow, and tables that mostly churn
    Table table;
    Model model;
    for (int step = 0; step < 1500; ++step) {
      const Value key = random_key(random, span);
      switch (random() % (6 + erasing)) {
        case 0: {
          const auto it = find(model, key);
          const DictEntry* e = table.find(key);
          ASSERT_EQ(e != nullptr, it != model.end());
          if (e) {
            ASSERT_EQ(e->value.as_int(), it->second);
          }
          break;
        }
        case 1: erase_oldest(table, model); break;
        case 2: erase_newest(table, model); break;
        case 3:
        case 4:
        case 5: insert(table, model, key, step); break;
        default: erase(table, model, key); break;
      }
      if (random() % 400 == 0) {
        table.clear();
        model.clear();
      }
      if (random() % 300 == 0) table = Table(table);  // copies keep order and holes
      if (step % 50 == 0) expect_same(table, model);
    }
    expect_same(table, model);
  }
}

TEST(HashTable, AQueueStaysSmall) {
  Table table;
  bool inserted;
  for (int64_t i = 0; i < 200'000; ++i) {
    table.find_or_insert(Value::integer(i), &inserted);
    if (i >= 10) table.erase_at(table.first());
  }
  EXPECT_EQ(table.size(), 10u);
  EXPECT_LT(table.end(), 100u);
}

TEST(HashTable, TheFirstOfEqualKeysKeepsItsForm) {
  Table table;
  bool inserted;
  table.find_or_insert(Value::boolean(true), &inserted);
  EXPECT_TRUE(inserted);
  DictEntry* e = table.find_or_insert(Value::real(1.0), &inserted);
  EXPECT_FALSE(inserted);
  EXPECT_TRUE(e->key.is_bool());
}

// Not all of them as the float nearest to them, which many share.
TEST(HashTable, BigIntegersHashApart) {
  std::set<uint64_t> hashes;
  const BigInt first = BigInt(1) << 100;
  for (int i = 0; i < 1000; ++i) hashes.insert(hash_value(make_int(first + i)));
  EXPECT_EQ(hashes.size(), 1000u);
  EXPECT_NE(hash_value(make_int(first + 1)), hash_value(make_int(-first - 1)));
}

TEST(HashTable, AFloatHashesAsTheBigIntegerThatItEquals) {
  for (const int bits : {63, 64, 100, 1023}) {
    for (const int sign : {1, -1}) {
      const Value number = make_int((BigInt(1) << bits) * sign);
      const Value real = Value::real(sign * std::ldexp(1.0, bits));
      EXPECT_TRUE(equal(number, real)) << bits;
      EXPECT_EQ(hash_value(number), hash_value(real)) << bits;
    }
  }
  EXPECT_NE(hash_value(make_int(BigInt(1) << 2000)), 0u);  // no float at all
}

}  // namespace
}  // namespace headrace

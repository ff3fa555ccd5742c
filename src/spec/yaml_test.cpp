#include "spec/yaml.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "spec/expr_source.h"

namespace headrace {
namespace {

struct Parsed {
  std::shared_ptr<const YamlDocument> document;
  Diagnostics diagnostics;

  explicit Parsed(std::string text) {
    document = YamlDocument::parse(std::make_shared<SourceFile>("f.yml", std::move(text)), diagnostics);
  }
  const YamlNode& root() const { return *document->root(); }
};

// "code line:column" for each, or what Python's str() of the document is.
std::string outcome(const std::string& text) {
  const Parsed parsed(text);
  std::string out;
  for (const Diagnostic& d : parsed.diagnostics.all()) {
    if (!out.empty()) out += ", ";
    out += d.code + " " + std::to_string(d.place().line) + ":" + std::to_string(d.place().column);
  }
  if (!out.empty()) return out;
  return parsed.document->root() ? python_str(parsed.root()) : "None";
}

TEST(Yaml, ScalarsAreThoseOfPyYaml) {
  const std::pair<const char*, const char*> cases[] = {
      {"yes", "True"},
      {"Off", "False"},
      {"yEs", "yEs"},
      {"y", "y"},
      {"~", "None"},
      {"", "None"},
      {"Null", "None"},
      {"010", "8"},
      {"08", "08"},
      {"0o17", "0o17"},
      {"0b101", "5"},
      {"-0x1F", "-31"},
      {"1_000", "1000"},
      {"1:30", "90"},
      {"1:60", "1:60"},
      {"190:20:30.15", "685230.15"},
      {"1e3", "1e3"},
      {"1.e+3", "1000.0"},
      {".5", "0.5"},
      {"+.5", "+.5"},
      {"-.inf", "-inf"},
      {".NaN", "nan"},
      {"1.0e+400", "inf"},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"2018-03-01", "2018-03-01"},
      {"2018-3-1", "2018-3-1"},
      {"2018-03-01 1:02:03.5 -8", "2018-03-01 01:02:03.500000-08:00"},
      {"'010'", "010"},
      {"\"a\\tb\\u00e9\"", "a\tbé"},
      {"!!str 010", "010"},
      {"!!int '7'", "7"},
      {"! 010", "8"},
      {"!!binary aGk=", "b'hi'"},
      {"!!binary a-Gk=junk", "b'hi'"},
      {"[a, b]", "['a', 'b']"},
      {"{a: 1, b: [2.0, yes]}", "{'a': 1, 'b': [2.0, True]}"},
      {"[2018-03-01, 'it''s', ~]", "[datetime.date(2018, 3, 1), \"it's\", None]"},
      {"!!omap [a: 1]", "[('a', 1)]"},
      {">-\n  a\n  b\n\n  c\n", "a b\nc"},
      {"|\n  a\n    b\n", "a\n  b\n"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(outcome(text), expected) << text;
}

TEST(Yaml, MappingsMergeAndKeepPythonsOrder) {
  const std::pair<const char*, const char*> cases[] = {
      {"a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3, r: 4}",
       "{'a': {'p': 1, 'q': 2}, 'b': {'p': 1, 'q': 3, 'r': 4}}"},
      {"a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {z: 0, <<: [*x, *y]}",
       "{'a': {'p': 1}, 'b': {'p': 2, 'q': 2}, 'c': {'p': 1, 'q': 2, 'z': 0}}"},
      {"{\"<<\": 1, =: 2}", "{'<<': 1, '=': 2}"},
      {"{&k a: 1, b: *k}", "{'a': 1, 'b': 'a'}"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(outcome(text), expected) << text;
}

TEST(Yaml, EveryMistakeHasItsPlace) {
  const std::string deep(300, '[');
  std::string laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'i'; ++c) {
    const std::string ref = std::string("*") + static_cast<char>(c - 1);
    laughs += std::string(1, c) + ": &" + c + " [" + ref;
    for (int i = 0; i < 9; ++i) laughs += ", " + ref;
    laughs += "]\n";
  }
  const std::pair<std::string, std::string> cases[] = {
      {"a: 1\nb: 2\na: 3\n", "duplicate-key 3:1"},
      {"{1: a, true: b, 1.0: c}", "duplicate-key 1:8, duplicate-key 1:17"},
      {"a: b: c\n", "yaml-syntax 1:5"},
      {"a:\n\t- b\n", "yaml-syntax 2:1"},
      {"é: 'x' + 'y'\n", "yaml-syntax 1:8"},
      {"\xEF\xBB\xBF"
       "a: @x\n",
       "yaml-syntax 1:4"},
      {"a: *nowhere\nb: *also\n", "yaml-alias 1:4, yaml-alias 2:4"},
      {"a: &a [*a]\n", "yaml-alias 1:8"},
      {"[&a x, &a y]\n", "yaml-anchor 1:8"},
      {"a: !source.x\n", "yaml-tag 1:4"},
      {"a: 2018-13-01\nb: 0b_\nc: =\n", "yaml-value 1:4, yaml-value 2:4, yaml-value 3:4"},
      {"? [a]\n: b\n", "yaml-key 1:3"},
      {"a: {<<: 1}\n", "yaml-merge 1:9"},
      {"a: 1\n---\nb: 2\n", "yaml-documents 2:1"},
      {"a: \xff\n", "yaml-encoding 1:4"},
      {"a: \x01\n", "yaml-syntax 1:4"},
      {deep, "yaml-too-deep 1:201"},
      {laughs, "yaml-too-large 6:4"},
      {std::string(3 << 20, ' '), "yaml-too-large 1:1"},
      {"a: " + std::string(5000, '9'), "yaml-value 1:4"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(outcome(text), expected) << text.substr(0, 80);
}

// "line:column text" of each string of the tree, in order.
std::string places(const Parsed& parsed, const YamlNode& node) {
  if (node.is_scalar()) {
    const Span span = parsed.document->span(node);
    const Place place = span.file->place(span.begin);
    return std::to_string(place.line) + ":" + std::to_string(place.column) + " " + std::string(span.text()) +
           "|";
  }
  std::string out;
  for (const YamlNode* item : node.items) out += places(parsed, *item);
  for (const YamlEntry& entry : node.entries)
    out += places(parsed, *entry.key) + places(parsed, *entry.value);
  return out;
}

TEST(Yaml, NodesKnowTheirPlace) {
  const Parsed parsed("\xEF\xBB\xBFé: &x !!str 日本\nb: [ 'q' , ]\nc:\n- >\n  f\n\nd:\n");
  EXPECT_EQ(places(parsed, parsed.root()), "1:1 é|1:13 日本|2:1 b|2:6 'q'|3:1 c|4:3 >\n  f|7:1 d|7:3 |");
  // A block collection ends with its last value, not where the next token starts.
  const Parsed blocks("a:\n  - x\n\n# comment\nb: y\n");
  EXPECT_EQ(blocks.document->span(*blocks.root().find("a")).text(), "- x");
}

// Where "here" of an expression is in the file: "line:column".
std::string place_of_here(const std::string& yaml, std::string_view word = "here") {
  const Parsed parsed(yaml);
  const ExprSource source = ExprSource::from(*parsed.document, *parsed.root().find("v"), "S.a", "v");
  const size_t at = source.text.find(word);
  if (at == std::string::npos) return "not in " + source.text;
  const Span span = source.locate(at, at + word.size());
  const Place place = span.file->place(span.begin);
  return std::to_string(place.line) + ":" + std::to_string(place.column) + " " + std::string(span.text());
}

TEST(ExprSource, LocatesInsideEveryStyle) {
  const std::pair<const char*, const char*> cases[] = {
      {"v: a + here", "1:8 here"},
      {"v: a +\n   b\n\n   + here", "4:6 here"},
      {"v: 'a ''b'' here'", "1:13 here"},
      {"v: 'a\n\n  here'", "3:3 here"},
      {"v: \"a\\t\\u00e9 \\\"b\\\" here\"", "1:21 here"},
      {"v: \"a \\\n  b\n  here\"", "3:3 here"},
      {"v: \"a \\\n\n   here\"", "3:4 here"},
      {"v: |\n  a\n    b\n  here\n", "4:3 here"},
      {"v: >-\n  a\n  b\n\n   c\n  here\n", "6:3 here"},
      {"v: >  # comment\n\n  é日 here\n", "3:6 here"},
      {"v: &x !!str here", "1:13 here"},
      {"v: |\r\n  a\r\n  here\r\n", "3:3 here"},
      // Not the scalar's own text: the whole value.
      {"v: [a, here]", "1:4 [a, here]"},
  };
  for (const auto& [yaml, expected] : cases) EXPECT_EQ(place_of_here(yaml), expected) << yaml;
  EXPECT_EQ(place_of_here("v: 010", "8"), "1:4 010");
  EXPECT_EQ(place_of_here("v: x == '日'", "'日'"), "1:9 '日'");
}

TEST(ExprSource, MeansWhatItSays) {
  const std::pair<const char*, const char*> cases[] = {
      {"v: no", "False"}, {"v: 0", "0"},   {"v: ''", "''"},
      {"v: []", "[]"},    {"v: x", "x"},   {"v: 'no'", "no"},
      {"v: 1.50", "1.5"}, {"v: 'a'", "a"}, {"v: {a: b}", "{'a': 'b'}"}};
  for (const auto& [yaml, text] : cases) {
    const Parsed parsed(yaml);
    EXPECT_EQ(ExprSource::from(*parsed.document, *parsed.root().find("v"), "", "").text, text) << yaml;
  }
}

// tests/yaml_diff/frozen.dat: documents between \x01 and \x02, then what PyYAML makes of them.
TEST(Yaml, FrozenDocumentsOfPyYaml) {
  std::ifstream file(HEADRACE_SOURCE_DIR "/tests/yaml_diff/frozen.dat", std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  size_t cases = 0;
  for (size_t at = text.find('\x01'); at < text.size(); ++cases) {
    const size_t middle = text.find('\x02', at), next = std::min(text.find('\x01', middle), text.size());
    const std::string yaml = text.substr(at + 1, middle - at - 1),
                      answer = text.substr(middle + 1, next - middle - 1);
    const Parsed parsed(yaml);
    bool wrong = false;
    for (const Diagnostic& d : parsed.diagnostics.all()) wrong |= d.code != "duplicate-key";
    const std::string ours = wrong ? "error" : parsed.document->root() ? python_str(parsed.root()) : "None";
    EXPECT_EQ(ours, answer) << yaml;
    at = next;
  }
  EXPECT_GT(cases, 300u);
}

}  // namespace
}  // namespace headrace

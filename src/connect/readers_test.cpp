// What each text format's reader makes of a text: the same events however the bytes come and the batches are
// cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "connect/csv_reader.h"
#include "connect/json_lines_reader.h"
#include "connect/json_values_reader.h"
#include "connect/line_ends.h"
#include "connect/memory_stream.h"
#include "data/json_write.h"

namespace headrace {
namespace {

struct Input {
  SourceFormat format;
  DataProcessor processor = DataProcessor::kSimple;
  CsvTypes types = {};
  bool whole_record = false;
};

// Events as "line{a b}", skipped ones as "line?reason: detail", an error as "!place: message".
std::string dump(Input run, const std::string& text, size_t piece, size_t batch_events) {
  const Projection projection = {{"a", "b"}, 0, 1, run.whole_record, false};
  JsonDecoders decoders(run.processor, projection);
  OpenedFile file{"f", 0, Compression::kNone, run.format, std::make_unique<MemoryStream>(text, piece)};
  std::unique_ptr<EventReader> reader;
  if (run.format == SourceFormat::kJsonLines)
    reader = std::make_unique<JsonLinesReader>(std::move(file), decoders);
  else if (run.format == SourceFormat::kJsonValues)
    reader = std::make_unique<JsonValuesReader>(std::move(file), decoders, 100);
  else
    reader = std::make_unique<CsvReader>(std::move(file), run.types);
  std::string out;
  EventBatch batch;  // the same for all, as in a run
  for (;;) {
    batch.clear();
    std::vector<SkippedEvent> skipped;
    std::unique_ptr<EventPiece> events;
    Result<bool> more = reader->next({projection, batch_events}, &events);
    if (events) {
      if (Status s = events->decode(&batch, &skipped); !s) more = s.error();
    }
    // In the order of lines, which tells whether any was read twice.
    size_t s = 0;
    for (size_t i = 0; i <= batch.size(); ++i) {
      for (; s < skipped.size() && (i == batch.size() || skipped[s].place.line < batch.places[i].line); ++s)
        out +=
            std::to_string(skipped[s].place.line) + "?" + skipped[s].reason + ": " + skipped[s].detail + " ";
      if (i == batch.size()) break;
      out += std::to_string(batch.places[i].line) + "{";
      append_json(batch.row(i)[1], &out);
      out += " ";
      append_json(batch.row(i)[2], &out);
      if (run.whole_record) append_json(batch.row(i)[0], &(out += " of "));
      out += "} ";
    }
    if (!more) return out + "!" + more.error().place + ": " + more.error().message;
    if (!*more) return out;
  }
}

void expect(const Input& run, const std::string& text, const std::string& wanted) {
  for (const size_t piece : {1u, 2u, 7u, 1u << 20}) {
    for (const size_t batch_events : {1u, 2u, 1000u})
      EXPECT_EQ(dump(run, text, piece, batch_events), wanted) << text;
  }
}

TEST(JsonLines, Events) {
  const Input run = {SourceFormat::kJsonLines};
  expect(run, "", "");
  expect(run, "{\"a\": 1}\n{\"b\": \"x\"}\n", "1{1 null} 2{null \"x\"} ");
  expect(run, "\xef\xbb\xbf{\"a\": 1}\r\n\r\n{\"a\": 2}", "1{1 null} 3{2 null} ");
  expect(run, "{\"a\": 1}\noops\n{\"a\": 2, \"a\": 3}\n{\"a\":",
         "1{1 null} 2?not JSON: Expecting value: line 2 column 1 3{3 null} "
         "4?not JSON: Expecting value: line 4 column 6 ");
  expect(run, "{\"a\": NaN, \"b\": -Infinity}", "1{NaN -Infinity} ");
  expect(run, "{\"a\": \"\xff\"}\n", "1?not JSON: invalid UTF-8: line 1 column 7 ");
  expect(run, "{\"a\": \"\u00e4\", 1}",
         "1?not JSON: Expecting property name enclosed in double quotes: line 1 column 12 ");
  expect(run, "{\"a\": 1} {\"a\": 2}", "1?not JSON: Extra data: line 1 column 10 ");
  expect(run, "oops\r{\"a\": 1}\r{\"a\": 2}\r",
         "1?not JSON: Expecting value: line 1 column 1; lines end in a carriage return alone: "
         "tr '\\r' '\\n' makes them lines ");
}

TEST(JsonLines, OtherValuesAreNamed) {
  const std::pair<const char*, const char*> values[] = {
      {"[1, 2]", "an array"}, {"1.5", "a number"}, {"-7", "a number"}, {" \"s\"", "a string"},
      {"null", "null"},       {"true", "true"},    {"false", "false"}, {"123456789012345678901", "a number"}};
  for (const bool whole : {false, true}) {
    for (const auto& [text, name] : values) {
      expect({SourceFormat::kJsonLines, DataProcessor::kSimple, {}, whole}, text,
             std::string("1?not a JSON object: it is ") + name + " ");
    }
  }
}

TEST(JsonLines, WholeRecords) {
  expect({SourceFormat::kJsonLines, DataProcessor::kSimple, {}, true}, "{\"a\": [1], \"c\": 2}\n[1]\n",
         "1{[1] null of {\"a\": [1], \"c\": 2}} 2?not a JSON object: it is an array ");
  const std::string deep = "{\"a\": " + std::string(890, '[') + std::string(890, ']') + "}";
  EXPECT_EQ(dump({SourceFormat::kJsonLines, DataProcessor::kSimple, {}, true}, deep, 100, 1).substr(0, 2),
            "1{");
}

TEST(LineEnds, AllAndTheFirstOnes) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 300, ' ');
    for (char& c : text) c = random() % 20 == 0 ? '\n' : static_cast<char>(random());
    std::vector<uint32_t> wanted;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') wanted.push_back(static_cast<uint32_t>(i));
    }
    for (const size_t count : {wanted.size() + 5, wanted.size(), wanted.size() / 2}) {
      std::vector<uint32_t> ends(count + 1);
      ends.resize(find_line_ends(text, count, ends.data()));
      wanted.resize(std::min(count, wanted.size()));
      EXPECT_EQ(ends, wanted);
    }
  }
}

TEST(JsonLines, TooLong) {
  const std::string text = "short\n" + std::string(5000, 'x') + "\nlast";
  LineReader lines(std::make_unique<MemoryStream>(text, 300), 1000);
  const auto next = [&] {
    Lines read;
    std::string out;
    if (!*lines.next(10, &read)) return out;
    for (const std::string_view line : read.lines) out.append(line).append("|");
    return out + (read.cut ? "cut" : "");
  };
  EXPECT_EQ(next(), "short|");
  EXPECT_EQ(next(), std::string(1024, 'x') + "|cut");
  EXPECT_EQ(next(), "last|");
  EXPECT_EQ(next(), "");
}

TEST(JsonValues, Layouts) {
  const Input run = {SourceFormat::kJsonValues};
  for (const char* text :
       {"[{\"a\": 1}, {\"a\": 2}]", "[\n{\"a\": 1}\n,{\"a\": 2}\n]\n", "{\"a\": 1}{\"a\": 2}",
        "{\n\"a\": 1\n}\n{\n\"a\": 2\n}\n", "\xef\xbb\xbf [{\"a\": 1}] [] [{\"a\": 2}]"}) {
    const std::string got = dump(run, text, 3, 1000);
    EXPECT_EQ(got.find('!'), std::string::npos) << got;
    EXPECT_NE(got.find("{1 null}"), std::string::npos) << text;
    EXPECT_NE(got.find("{2 null}"), std::string::npos) << text;
  }
  expect(run, "[\n{\"a\":\n1},\n\n{\"a\": 2}]", "2{1 null} 5{2 null} ");
  expect(run, "[]", "");
  expect(run, "{\"a\": \"]}\\\"[\"}{\"b\": {\"c\": []}}", "1{\"]}\\\"[\" null} 1{null {\"c\": []}} ");
}

TEST(JsonValues, BadEventsAreSkippedAlone) {
  const Input run = {SourceFormat::kJsonValues};
  expect(
      run, "[1,\n\"s\",\n[{\"a\": 0}],\n{\"a\": 01},\n{\"a\": 2}]",
      "1?not a JSON object: it is a number 2?not a JSON object: it is a string "
      "3?not a JSON object: it is an array 4?not JSON: Expecting ',' delimiter: line 4 column 8 5{2 null} ");
  expect(run, "[{\"a\": 1}, {\"a\": 01},\n\n {\"a\":\n 1,\n \"b\" 2}]",
         "1{1 null} 1?not JSON: Expecting ',' delimiter: line 1 column 19 "
         "3?not JSON: Expecting ':' delimiter: line 5 column 6 ");
  expect(run, "[{\"a\": \"" + std::string(200, 'x') + "\"},\n{\"a\": 2}]",
         "1?event is too large: more than 100 bytes 2{2 null} ");
}

TEST(JsonValues, BrokenStructureIsAnError) {
  const Input run = {SourceFormat::kJsonValues};
  expect(run, "[{\"a\": 1},\n{\"a\": 2}",
         "1{1 null} 2{2 null} !f:2:9: the file ends inside its array: the closing ']' is missing");
  expect(run, "[{\"a\": 1},\n{\"a\": ", "1{1 null} !f:2:1: the file ends inside the value that begins here");
  expect(run, "[{\"a\": 1}\n{\"a\": 2}]", "1{1 null} !f:2:1: Expecting ',' delimiter");
  expect(run, "[{\"a\": 1},]", "1{1 null} !f:1:11: Expecting value");
  expect(run, "[,]", "!f:1:2: Expecting value");
  expect(run, "{\"a\": 1}\n]", "1{1 null} !f:2:1: Expecting value");
  expect(run, "[{\"a\": \"x\n\"}]", "!f:1:10: a string is not closed, or holds a control character");
  expect(run, "[{\"\u00e4\": 1,\n \"\u00e4\": \"x\ty\"}]",
         "!f:2:9: a string is not closed, or holds a control character");
}

TEST(CsvEvents, Types) {
  const Input run = {SourceFormat::kCsv};
  expect(run, "", "");
  expect(run, "a,b\n", "");
  expect(run, "a,b\n1,x\n2,\n", "2{1 \"x\"} 3{2 null} ");
  expect(run,
         "\xef\xbb\xbf"
         "b,z,a\r\n1.5,q,true\r\n2,q,false",
         "2{true 1.5} 3{false 2.0} ");
  expect(run, "a,b\n1,1\nx,2\n", "2{\"1\" 1} 3{\"x\" 2} ");
  expect(run, "a\n\"\"\n\n5\n", "2{null null} 4{5 null} ");
  expect(run, "a,b\n\"x\ny\",\"say \"\"hi\"\"\"\n\n7,\n", "2{\"x\\ny\" \"say \\\"hi\\\"\"} 5{\"7\" null} ");
}

TEST(CsvEvents, GivenTypes) {
  Input run = {SourceFormat::kCsv};
  run.types.columns["a"] = {CsvType::kString, true};
  run.types.columns["b"] = {CsvType::kJson, true};
  expect(run, "a,b\n007,\"{\"\"x\"\": [1]}\"\n8,{\n9,2\n",
         "2{\"007\" {\"x\": [1]}} 3?a cell is not of its column's type: column 'b': Expecting property name "
         "enclosed in "
         "double quotes: '{' 4{\"9\" 2} ");
}

TEST(CsvEvents, BadRows) {
  const Input run = {SourceFormat::kCsv};
  expect(
      run, "a,b\n1\n1,2,3\n\"x\"y,2\n4,5\n",
      "2?not a CSV row: it has 1 cells, the header has 2 3?not a CSV row: it has 3 cells, the header has 2 "
      "4?not a CSV row: text stands behind a closing quote 5{4 5} ");
  expect(run, "a,b\n1,2\n\"3,4\n5,6\n", "2{1 2} !f:3: a quote is opened in this row and never closed");
  expect(run, "a,a\n", "!f:1: two columns are named 'a'");
}

TEST(CsvEvents, TypesHoldBeyondTheSample) {
  std::string text = "a,b\n";
  for (size_t i = 0; i < CsvReader::kSampleRows; ++i) text += "1,\n";
  const std::string got = dump({SourceFormat::kCsv}, text + "x,5\n", 1000, 1000);
  EXPECT_TRUE(
      got.ends_with("!f:10002: column 'a' was taken as integer from the first rows, but here it is 'x'"));
  EXPECT_TRUE(
      dump({SourceFormat::kCsv}, text + "2,5\n3,6\n", 1000, 1000).ends_with("10002{2 5} 10003{3 6} "));
}

TEST(CsvEvents, WholeRecords) {
  expect({SourceFormat::kCsv, DataProcessor::kSimple, {}, true}, "c,a\n,2\nx,3\n",
         "2{2 null of {\"a\": 2}} 3{3 null of {\"c\": \"x\", \"a\": 3}} ");
}

TEST(Ipfix, Messages) {
  const Input run = {SourceFormat::kJsonLines, DataProcessor::kIpfix, {}, true};
  expect(run, "{\"DataSets\": [[{\"I\": 56, \"V\": \"m\"}, {\"I\": 7, \"V\": [1]}], [{\"I\": 4, \"V\": 6}]]}",
         "1{null null of {\"source_mac\": \"m\", \"7\": [1]}} ");
  expect(run, "{\"DataSets\": [[{\"I\": 56.0, \"V\": 1}, {\"V\": 2}, {\"I\": 56, \"V\": 3}]]}",
         "1{null null of {\"source_mac\": 3, \"0\": 2}} ");
  for (const char* nothing :
       {"5", "[1]", "{}", "{\"DataSets\": []}", "{\"DataSets\": {}}", "{\"DataSets\": [[], {}, \"\"]}"})
    expect(run, nothing, "");
  const std::pair<const char*, const char*> broken[] = {
      {"{\"DataSets\": null}", "'DataSets' is not a list"},
      {"{\"DataSets\": [5]}", "a data set is not a list"},
      {"{\"DataSets\": [[5]]}", "an element is not an object"},
      {"{\"DataSets\": [[{\"I\": 56, \"V\": 1}], [{\"I\": 56}]]}", "an element has no 'V'"},
      {"{\"DataSets\": [[{\"I\": [], \"V\": 1}]]}", "an element's id is not a number"},
  };
  for (const auto& [text, why] : broken)
    expect(run, text, std::string("1?not an IPFIX message: ") + why + " ");
  const std::string deep = std::string(890, '[') + std::string(890, ']');
  EXPECT_EQ(dump(run, "{\"DataSets\": [[{\"I\": 56, \"V\": " + deep + "}]]}", 100, 1).substr(0, 2), "1{");
}

}  // namespace
}  // namespace headrace

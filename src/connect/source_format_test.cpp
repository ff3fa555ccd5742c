#include "connect/source_format.h"

#include <gtest/gtest.h>

#include <string>

namespace headrace {
namespace {

std::string format_name(std::string_view head, std::string_view name) {
  switch (sniff_format(head, name)) {
    case SourceFormat::kJsonLines: return "lines";
    case SourceFormat::kJsonValues: return "values";
    case SourceFormat::kCsv: return "csv";
    case SourceFormat::kParquet: return "parquet";
    case SourceFormat::kArrowFile: return "arrow";
    case SourceFormat::kArrowStream: return "arrow stream";
  }
  return "?";
}

struct Case {
  const char* head;
  const char* name;
  const char* format;
};

TEST(SourceFormat, ByContent) {
  const Case cases[] = {
      {"", "-", "lines"},
      {"{\"a\": 1}\n{\"a\": 2}\n", "-", "lines"},
      {"{\"a\": 1}", "-", "lines"},
      {"\xef\xbb\xbf{\"a\": 1}\n", "x.csv", "lines"},
      {"\n \r\n{\"a\": 1}\n", "-", "lines"},
      {"[{\"a\": 1}, {\"a\": 2}]\n", "-", "values"},
      {"[\n{\"a\": 1},", "-", "values"},
      {"[]", "-", "values"},
      {"[1, 2]\n{\"a\": 1}\n", "-", "lines"},
      {"{\n  \"a\": 1\n}\n", "-", "values"},
      {"{\"a\": [\n1", "-", "values"},
      {"{\"a\": 1}{\"a\": 2}", "-", "values"},
      {"{\"a\": 1} {\"a\": 2}\n", "-", "values"},
      // Bad lines leave lines what they are.
      {"{\"a\": 1},\n{\"a\": 2},\n", "-", "lines"},
      {"{\"a\": \"x\n{\"a\": 2}\n", "-", "lines"},
      {"{\"a\": {\"b\": 1}\n{\"a\": 2}\n", "-", "lines"},
      {"oops\n{\"a\": 1}\n", "-", "lines"},
      {"{\n{\"a\": 1}\n", "-", "lines"},
      {"{\n{\"a\": 1}\n}\n", "-", "lines"},
      {"[\n{\"a\": 1}\n{\"a\": 2}\n", "-", "lines"},
      {"{\"id\": 1, \"t\"\n{\"a\": 1}\n}\n{\"a\": 2}\n", "-", "lines"},
      {"{\"a\":\n{\"a\": 1} \r\n{\"a\": 2}", "-", "lines"},
      {"{\"id\": 1, \"t\"\n}\n{}\n", "-", "lines"},
      {"{\"id\": 1, \"t\": 2\n}\n{}\n", "-", "values"},
      {"[\n{\"a\": 1}\n]\n", "-", "values"},
      {"[\n{\"a\": 1},\n{\"a\": 2}\n]\n", "-", "values"},
      {"{\"a\":\n{\"b\": 1}\n}\n", "-", "values"},
      {"null,1\n", "-", "lines"},
      {"user,score\na,1\n", "-", "csv"},
      {"user,score\r\na,1\n", "events", "csv"},
      {"user\na\n", "-", "lines"},
      {"user\na\n", "A.CSV", "csv"},
      {"user\na\n", "dir.x/a.csv.gz", "csv"},
      {"user,score\n", "a.jsonl", "lines"},
      {"user,\xff\n", "-", "lines"},
      {"PAR1....", "a.csv", "parquet"},
      {"ARROW1\0\0", "-", "arrow"},
      {"\xff\xff\xff\xff\x10", "-", "arrow stream"},
  };
  for (const Case& c : cases) EXPECT_EQ(format_name(c.head, c.name), c.format) << c.head << " in " << c.name;
}

TEST(SourceFormat, Compressions) {
  EXPECT_EQ(sniff_compression("\x1f\x8b\x08"), Compression::kGzip);
  EXPECT_EQ(sniff_compression("\x28\xb5\x2f\xfd"), Compression::kZstd);
  EXPECT_EQ(sniff_compression("\x5a\x2a\x4d\x18"), Compression::kZstd);
  EXPECT_EQ(sniff_compression("{}"), Compression::kNone);
  EXPECT_EQ(sniff_compression(""), Compression::kNone);
}

TEST(SourceFormat, KnownButNotRead) {
  EXPECT_STREQ(sniff_unread("BZh91AY&SY...")->name, "compressed with bzip2");
  EXPECT_STREQ(sniff_unread(std::string_view("{\0\"\0", 4))->name, "text in UTF-16");
  EXPECT_STREQ(sniff_unread(std::string_view("\xff\xfe{\0", 4))->name, "text in UTF-16");
  EXPECT_STREQ(sniff_unread(std::string_view("\xfe\xff\0{", 4))->name, "text in UTF-16");
  EXPECT_EQ(sniff_unread("\xff\xfe\n{\"a\": 1}"), nullptr) << "a broken line, which is skipped";
  EXPECT_EQ(sniff_unread("BZh,b\n"), nullptr);
  const std::string member = "events.jsonl" + std::string(245, '\0');
  EXPECT_STREQ(sniff_unread(member + std::string("ustar\00000", 8))->name, "a tar archive");
  EXPECT_STREQ(sniff_unread(member + std::string("ustar  \0", 8))->name, "a tar archive");
  EXPECT_EQ(sniff_unread(member + "ustar,"), nullptr);
  EXPECT_EQ(sniff_unread(""), nullptr);
}

}  // namespace
}  // namespace headrace

#include "cli/progress_bar.h"

#include <gtest/gtest.h>

#include "cli/count_text.h"

namespace headrace::cli {
namespace {

TEST(ProgressLine, Table) {
  struct {
    Progress progress;
    size_t width;
    const char* line;
  } cases[] = {
      {{Phase::kReading, 0, 0, 0, 0}, 80, "reading    0 events, 0/s"},
      {{Phase::kReading, 35'100'000, 0, 1'234'567, 2}, 80, "reading    1,234,567 events, 617,283/s, 35.1 MB"},
      {{Phase::kReading, 25, 100, 1, 10},
       80,
       "reading    [#######-----------------------]  25% 1 event, 0/s, 0:30 left"},
      {{Phase::kEvaluating, 50, 100, 50, 100},
       64,
       "evaluating [##########----------]  50% 50 events, 0/s, 1:40 left"},
      // Too narrow for a bar, then for the numbers.
      {{Phase::kEvaluating, 50, 100, 50, 100}, 44, "evaluating  50% 50 events, 0/s, 1:40 left"},
      {{Phase::kEvaluating, 50, 100, 50, 100}, 20, "evaluating  50% 50 e"},
      {{Phase::kEvaluating, 0, 100, 0, 1},
       70,
       "evaluating [------------------------------]   0% 0 events, 0/s"},
      // A file that grows while it is read.
      {{Phase::kReading, 200, 100, 9, 1},
       70,
       "reading    [###########################] 100% 9 events, 9/s, 0:00 left"},
  };
  for (const auto& c : cases) {
    const std::string line = progress_line(c.progress, c.width);
    EXPECT_EQ(line, c.line);
    EXPECT_LE(line.size(), c.width);
  }
}

TEST(ProgressLine, ShareOfEvents) {
  EXPECT_EQ(share_of(50, 50, 100), 25u);
  EXPECT_EQ(share_of(7, 0, 0), 0u);
  EXPECT_EQ(share_of(1'000'000'000'000, 100'000'000'000'000, 200'000'000'000'000), 500'000'000'000u);
}

TEST(CountText, Counts) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1,000");
  EXPECT_EQ(count_text(18446744073709551615u), "18,446,744,073,709,551,615");
  EXPECT_EQ(count_text(1, "event"), "1 event");
  EXPECT_EQ(count_text(0, "event"), "0 events");
}

TEST(CountText, BytesAndDurations) {
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(1000), "1.0 kB");
  EXPECT_EQ(bytes_text(999'949), "999.9 kB");
  EXPECT_EQ(bytes_text(999'950), "1.0 MB");
  EXPECT_EQ(bytes_text(18446744073709551615u), "18.4 EB");
  EXPECT_EQ(duration_text(0), "0:00");
  EXPECT_EQ(duration_text(59.6), "1:00");
  EXPECT_EQ(duration_text(3599.4), "59:59");
  EXPECT_EQ(duration_text(3725), "1:02:05");
}

}  // namespace
}  // namespace headrace::cli

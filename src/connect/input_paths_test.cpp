#include "connect/input_paths.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace headrace {
namespace {

namespace fs = std::filesystem;

class Paths : public testing::Test {
 protected:
  Paths() : folder_(fs::path(testing::TempDir()) / ("headrace-paths-" + std::to_string(::getpid()))) {
    for (const char* name :
         {"b.jsonl", "a.csv.gz", "sub/c.json", "sub/.hidden.json", ".git/d.json", "_tmp/e.json", "_SUCCESS",
          "README.md", "part-0000", "a.csv.gz.meta.json", "only/notes.txt", "[x].csv", "Q.CSV.GZ", "z.gz",
          "part-0001.zst", "x.tar.gz", "y.txt.zst", "m.meta.json.gz"}) {
      fs::create_directories((folder_ / name).parent_path());
      std::ofstream(folder_ / name) << "x";
    }
  }
  ~Paths() override { fs::remove_all(folder_); }

  // Paths below the folder, blank between; or "! message".
  std::string expand(std::vector<std::string> names) const {
    for (std::string& name : names) {
      if (name != "-") name = (folder_ / name).string();
    }
    const Result<InputPaths> paths = expand_paths(names);
    if (!paths) return "! " + paths.error().message;
    std::string out;
    for (const auto* list : {&paths->files, &paths->left_out}) {
      if (list != &paths->files && !list->empty()) out += "| ";
      for (const std::string& path : *list)
        out += (path == "-" ? path : fs::path(path).lexically_relative(folder_).string()) + " ";
    }
    return out;
  }

  fs::path folder_;
};

TEST_F(Paths, LinksThatLeadBackAreNotFollowed) {
  fs::create_directories(folder_ / "linked/a");
  fs::create_directories(folder_ / "linked/b");
  std::ofstream(folder_ / "linked/a/x.json") << "x";
  fs::create_directory_symlink("..", folder_ / "linked/a/up");
  fs::create_directory_symlink("../b", folder_ / "linked/a/to_b");
  fs::create_directory_symlink("../a", folder_ / "linked/b/to_a");
  fs::create_symlink("self.json", folder_ / "linked/self.json");
  EXPECT_EQ(expand({"linked"}), "linked/a/x.json linked/b/to_a/x.json linked/self.json ");
}

TEST_F(Paths, Expand) {
  EXPECT_EQ(expand({"b.jsonl", "-", "a.csv.gz"}), "b.jsonl - a.csv.gz ");
  EXPECT_EQ(expand({"missing"}), "! cannot open: No such file or directory");
  EXPECT_EQ(expand({"*.jsonl", "sub"}), "b.jsonl sub/c.json ");
  EXPECT_EQ(expand({"[ab]*"}), "a.csv.gz a.csv.gz.meta.json b.jsonl ");
  EXPECT_EQ(expand({"[x].csv"}), "[x].csv ");
  EXPECT_EQ(expand({"s*"}), "sub/c.json ");
  EXPECT_EQ(expand({"*.parquet"}), "! no file matches this pattern");
  EXPECT_EQ(expand({"only"}), "! no event files are in this folder");
  ASSERT_EQ(::mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(expand({""}),
            "Q.CSV.GZ [x].csv a.csv.gz b.jsonl part-0000 part-0001.zst sub/c.json z.gz "
            "| README.md fifo only/notes.txt x.tar.gz y.txt.zst ");
  EXPECT_EQ(expand({"fifo"}), "fifo ");
}

}  // namespace
}  // namespace headrace

// A YAML text as a tree of nodes with exact places, meaning what PyYAML's safe_load makes of it (YAML 1.1).
//
// The grammar is libyaml's; tags, scalar resolution, merge keys and their errors are done here as PyYAML
// does them. Everything wrong is reported; a grammar error ends the reading, others do not.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"
#include "spec/diagnostic.h"
#include "spec/source_file.h"

namespace headrace {

enum class YamlKind : uint8_t { kScalar, kSequence, kMapping };
enum class YamlStyle : uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded, kBlock, kFlow };
// What an explicit tag makes of a collection: `!!set`, `!!omap` and `!!pairs` (both lists of pairs).
enum class YamlShape : uint8_t { kDefault, kSet, kPairs };

struct YamlNode;

struct YamlEntry {
  const YamlNode* key;
  const YamlNode* value;
};

// Owned by its document. A node that has an alias stands in several places: the tree is a DAG, without loops.
struct YamlNode {
  YamlKind kind = YamlKind::kScalar;
  YamlStyle style = YamlStyle::kPlain;
  YamlShape shape = YamlShape::kDefault;
  bool broken = false;  // wrong, and already reported: what reads it stays silent
  uint32_t begin = 0;   // bytes of the file
  uint32_t end = 0;
  uint32_t weight = 1;  // nodes in the tree below with aliases written out, long texts as several

  Value value;  // of a scalar, as safe_load gives it

  std::vector<const YamlNode*> items;  // of a sequence
  // Of a mapping, as Python's dict would hold them: merged entries first, a key once with its last value.
  std::vector<YamlEntry> entries;
  // Entries that a later one with the same key has replaced. Each was reported.
  std::vector<YamlEntry> replaced;

  bool is_scalar() const { return kind == YamlKind::kScalar; }
  bool is_sequence() const { return kind == YamlKind::kSequence; }
  bool is_mapping() const { return kind == YamlKind::kMapping; }
  bool is_null() const { return is_scalar() && value.is_none(); }
  bool is_string() const { return is_scalar() && value.is_str(); }
  // Of a string scalar. Borrows from the node.
  std::string_view string() const { return value.str(); }

  // The value under this key of a mapping, or null.
  const YamlNode* find(std::string_view key) const;
};

class YamlDocument {
 public:
  // Reads a file that holds at most one document. Never null.
  static std::shared_ptr<const YamlDocument> parse(std::shared_ptr<const SourceFile> file,
                                                   Diagnostics& diagnostics);

  // Null for a file without content, and after an error of grammar.
  const YamlNode* root() const { return root_; }
  const std::shared_ptr<const SourceFile>& file() const { return file_; }
  Span span(const YamlNode& node) const { return {file_, node.begin, node.end}; }

 private:
  friend class YamlComposer;
  explicit YamlDocument(std::shared_ptr<const SourceFile> file) : file_(std::move(file)) {}

  std::shared_ptr<const SourceFile> file_;
  std::deque<YamlNode> nodes_;
  const YamlNode* root_ = nullptr;
};

// Budgets against hostile files; a real spec needs a thousandth of them.
inline constexpr size_t kYamlBytesMax = 2u << 20;
inline constexpr size_t kYamlDepthMax = 200;
inline constexpr uint32_t kYamlWeightMax = 1'000'000;

// The node as Python data: str, int, list, dict...
Value to_value(const YamlNode& node);
// Python's str() of it: what an expression's text is.
std::string python_str(const YamlNode& node);

}  // namespace headrace

#include "pylib/regex/syntax.h"

#include <algorithm>

namespace headrace::regex {
namespace {

Width join(const Width& a, const Width& b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }

Width times(const Width& each, uint32_t min, uint32_t max) {
  Width all{each.min * min, each.max * max};
  if (max == kRepeatForever && each.max != 0) all.max = kMaxWidth;
  return all;
}

Width width_of(const Node& node, const std::vector<Width>& group_widths) {
  const auto part = [&](size_t i) { return width_of(node.parts[i], group_widths); };
  switch (node.kind) {
    case Node::Kind::kLiteral:
    case Node::Kind::kNotLiteral:
    case Node::Kind::kAny:
    case Node::Kind::kIn: return {1, 1};
    case Node::Kind::kAt:
    case Node::Kind::kLook: return {0, 0};
    case Node::Kind::kBranch: {
      Width all{kMaxWidth, 0};
      for (size_t i = 0; i < node.parts.size(); ++i) all = join(all, part(i));
      return all;
    }
    case Node::Kind::kGroup: return node.value != 0 ? group_widths[node.value] : part(0);
    case Node::Kind::kAtomic: return part(0);
    case Node::Kind::kRepeat: return times(part(0), node.value, node.max);
    case Node::Kind::kGroupRef: return group_widths[node.value];
    case Node::Kind::kConditional: return join(part(0), node.parts.size() > 1 ? part(1) : Width{0, 0});
  }
  return {0, 0};
}

}  // namespace

Width width_of(const Sequence& sequence, const std::vector<Width>& group_widths) {
  Width all;
  for (const Node& node : sequence) {
    const Width one = width_of(node, group_widths);
    all.min = std::min(all.min + one.min, kMaxWidth);
    all.max = std::min(all.max + one.max, kMaxWidth);
  }
  return all;
}

std::string error_text(const CompileError& error, std::u32string_view pattern) {
  std::string text = error.message;
  if (error.position < 0) return text;
  text += " at position " + std::to_string(error.position);
  if (pattern.find(U'\n') == std::u32string_view::npos) return text;
  const std::u32string_view before = pattern.substr(0, static_cast<size_t>(error.position));
  const auto line = 1 + std::count(before.begin(), before.end(), U'\n');
  const size_t newline = before.rfind(U'\n');
  const int64_t column =
      error.position - (newline == std::u32string_view::npos ? -1 : static_cast<int64_t>(newline));
  return text + " (line " + std::to_string(line) + ", column " + std::to_string(column) + ")";
}

}  // namespace headrace::regex

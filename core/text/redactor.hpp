#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark::text {

class Decoded;

/// A variable whose value must not be stored or shown.
struct Secret {
  std::string name;
  std::string value;
};

/// Takes secrets out of texts. In the place of each is `[NAME]`.
///
/// Found is the value without the blanks around it, and each of its lines that has 16 bytes or more
/// and is no `-----BEGIN ...`: as they are, in base64, as facts have them, and as up to two of the
/// escapes of JSON, URLs and HTML write them. Of each of these also what is left where a text was
/// cut: six bytes or more that are its beginning or its end, where the text itself ends or begins,
/// or beside `...`, an ellipsis or `stderr:` and a line's end, quotes and the rest of an escape
/// between them aside; and of a value, but not of a line, half of it or more and at least eight
/// bytes, anywhere.
///
/// Not found are five bytes or fewer, shorter pieces elsewhere, pieces out of the middle, and other
/// forms: hexadecimal, compressed, base64 in lines, letters of another case. A value under six
/// bytes is no secret: it would be found in any text.
///
/// Takes time as the text is long, and more only with a secret that repeats itself.
class Redactor {
 public:
  explicit Redactor(const std::vector<Secret>& secrets);

  bool empty() const { return forms_.empty(); }
  std::string redacted(std::string text) const;

 private:
  struct Form {
    std::string text;
    std::size_t least;  ///< bytes of a piece that is taken out anywhere
    std::string name;
  };
  /// The first or last bytes of a form, by which it is found.
  struct Anchor {
    std::uint64_t bytes;
    std::size_t form;
    bool is_end;
  };
  struct Found {
    std::size_t start, end;  ///< in the text as it is
    const Form* form;
    bool is_whole;
  };

  void add_anchor(std::string_view bytes, std::size_t form, bool is_end);
  /// In the text, and in every reading of it with one or two kinds of escapes.
  void find_in_all(const Decoded& reading, int escapes, std::vector<Found>& found) const;
  void find(const Decoded& decoded, std::vector<Found>& found) const;
  void try_anchor(const Decoded& decoded, std::size_t at, const Anchor& anchor,
                  std::vector<Found>& found) const;

  std::vector<Form> forms_;
  std::vector<Anchor> anchors_;          ///< by their bytes
  std::bitset<65536> may_start_anchor_;  ///< two bytes
};

}  // namespace tidemark::text

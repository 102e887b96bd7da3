// Counts the words of its arguments; a word that is not one is thrown and caught.
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

static std::string checked(const std::string &word) {
  if (word.empty()) throw std::invalid_argument("an empty word");
  return word;
}

int main(int argc, char **argv) {
  std::map<std::string, int> counts;
  for (int i = 1; i < argc; i++) {
    try {
      counts[checked(argv[i])]++;
    } catch (const std::invalid_argument &problem) {
      std::cerr << "skipped " << problem.what() << '\n';
    }
  }
  for (const auto &[word, count] : counts) std::cout << word << ' ' << count << '\n';
}

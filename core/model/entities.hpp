#pragma once

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <vector>

namespace tidemark {

struct Entity;

/// Entities in their order. Lists may share them: a copy costs a pointer for each, and what is
/// changed in one list is changed in no other.
class Entities {
 public:
  class const_iterator;
  using iterator = const_iterator;
  using value_type = Entity;
  using const_reference = const Entity&;

  Entities() = default;
  Entities(std::initializer_list<Entity> all);
  // NOLINTNEXTLINE(google-explicit-constructor): they are what they were.
  Entities(std::vector<Entity> all);

  const_iterator begin() const;
  const_iterator end() const;
  std::size_t size() const { return all_.size(); }
  bool empty() const { return all_.empty(); }
  const Entity& operator[](std::size_t position) const { return *all_[position]; }
  const Entity& front() const { return *all_.front(); }

  void reserve(std::size_t size) { all_.reserve(size); }
  void push_back(Entity one);
  /// One that others may have too.
  void push_back(std::shared_ptr<const Entity> shared) { all_.push_back(std::move(shared)); }
  Entity& emplace_back();
  void clear() { all_.clear(); }
  /// All of them, which other lists may have too.
  void append(const std::shared_ptr<const std::vector<Entity>>& shared);
  /// That entity, for this list alone. What pointed to it points to what it was.
  Entity& edit(std::size_t position);

 private:
  std::vector<std::shared_ptr<const Entity>> all_;
};

class Entities::const_iterator {
 public:
  using iterator_category = std::random_access_iterator_tag;
  using value_type = Entity;
  using difference_type = std::ptrdiff_t;
  using pointer = const Entity*;
  using reference = const Entity&;

  const_iterator() = default;
  explicit const_iterator(const std::shared_ptr<const Entity>* at) : at_(at) {}

  reference operator*() const { return **at_; }
  pointer operator->() const { return at_->get(); }
  reference operator[](difference_type n) const { return *at_[n]; }
  const_iterator& operator++() { return *this += 1; }
  const_iterator& operator--() { return *this += -1; }
  const_iterator operator++(int) { return const_iterator(at_++); }
  const_iterator operator--(int) { return const_iterator(at_--); }
  const_iterator& operator+=(difference_type n) {
    at_ += n;
    return *this;
  }
  const_iterator& operator-=(difference_type n) { return *this += -n; }
  friend const_iterator operator+(const_iterator one, difference_type n) { return one += n; }
  friend const_iterator operator+(difference_type n, const_iterator one) { return one += n; }
  friend const_iterator operator-(const_iterator one, difference_type n) { return one -= n; }
  friend difference_type operator-(const_iterator a, const_iterator b) { return a.at_ - b.at_; }
  auto operator<=>(const const_iterator&) const = default;

 private:
  const std::shared_ptr<const Entity>* at_ = nullptr;
};

inline Entities::const_iterator Entities::begin() const { return const_iterator(all_.data()); }
inline Entities::const_iterator Entities::end() const {
  return const_iterator(all_.data() + all_.size());
}

}  // namespace tidemark

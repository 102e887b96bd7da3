package dev.tenon.option;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One option by meaning. An option and its negation are one.
 *
 * @param id the name of the meaning, such as {@code gc-sections}; unique in its table and never
 *     changed, because plans carry it
 * @param meta what help calls the value; the choices with commas if {@code content} is {@link
 *     Content#CHOICE}; empty if there is none
 * @param marks remarks, with the families that they hold for
 * @param spellings in the order of the table: the first that fits is the one that we write
 * @param help one line for people
 * @param group the heading under which help lists it
 */
public record Option(
    String id,
    Shape shape,
    Content content,
    String meta,
    Role role,
    Map<Mark, Set<Family>> marks,
    Map<Family, Support> support,
    List<Spelling> spellings,
    String help,
    String group) {

  /** Whether the remark holds for some family. */
  public boolean is(Mark mark) {
    return marks.containsKey(mark);
  }

  public boolean is(Mark mark, Family family) {
    return marks.getOrDefault(mark, Set.of()).contains(family);
  }

  /** The values that are allowed if {@code content} is {@link Content#CHOICE}, else empty. */
  public List<String> choices() {
    return content == Content.CHOICE ? List.of(meta.split(",", -1)) : List.of();
  }

  @Override
  public String toString() {
    return id;
  }
}

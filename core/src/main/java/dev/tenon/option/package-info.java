/**
 * What option words mean: one table for GNU-like linkers, one for the compiler drivers gcc and
 * clang, and the quoting of response files.
 *
 * <p>Words flow in and come out as {@link Word}s: {@code -znow} read for LLD is the option {@code
 * z-now}, on; {@code [-soname, x]} is {@code soname} with the value {@code x}. The other way round,
 * {@link OptionTable#spell} gives the words that one linker understands. Nobody else in Tenon looks
 * at the spelling of an option that the table knows.
 *
 * <p>The tables are text: {@code ld.options} and {@code driver.options} beside this package say in
 * their first lines how they are to be read. This room knows nothing else: no files, no processes.
 */
@NullMarked
package dev.tenon.option;

import org.jspecify.annotations.NullMarked;

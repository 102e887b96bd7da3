/**
 * Object files, archives and scripts as bytes: what is in them and where, without any idea of what
 * linking makes of it.
 *
 * <p>In flows a {@link dev.tenon.format.Bytes}, out flow offsets, names and numbers; whatever does
 * not fit its format is a {@link dev.tenon.format.BadFile} that names the place. Nothing is read
 * before it is asked for.
 *
 * <pre>{@code
 * Elf library = Elf.read(Bytes.of(content), "libz.so", null);
 * List<String> needed = library.dynamic().needed();
 * }</pre>
 */
@NullMarked
package dev.tenon.format;

import org.jspecify.annotations.NullMarked;

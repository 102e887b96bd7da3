/**
 * The public JSON of the records: text in, records out, and back.
 *
 * <p>Fields that a codec does not know are kept with the document and listed, so that showing or
 * rewriting a file loses nothing and running it can refuse.
 */
@NullMarked
package dev.tenon.model.json;

import org.jspecify.annotations.NullMarked;

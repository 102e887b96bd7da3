/** The records that everything passes through, and their JSON. */
@NullMarked
package dev.tenon.model;

import org.jspecify.annotations.NullMarked;

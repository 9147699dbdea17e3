// The part of libxml2 that reads a document as a stream of events.
#include <libxml/parser.h>
#include <libxml/xmlerror.h>

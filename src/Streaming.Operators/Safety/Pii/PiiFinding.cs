using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Personal details at a place in a text.</summary>
internal readonly record struct PiiFinding(PiiKind Kind, TextSpan Span);

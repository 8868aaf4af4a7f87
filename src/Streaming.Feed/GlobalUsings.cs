global using Streaming.Operators;
global using Arrow = Apache.Arrow;
global using ArrowTypes = Apache.Arrow.Types;

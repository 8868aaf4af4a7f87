global using Streaming.Operators;
global using Streaming.Samples;
global using Arrow = Apache.Arrow;
global using ArrowTypes = Apache.Arrow.Types;

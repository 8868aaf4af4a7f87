global using Streaming.Operators;
global using Streaming.Samples;
global using Streaming.Testing;

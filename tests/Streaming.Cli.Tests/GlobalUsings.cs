global using Streaming.Operators;
global using Streaming.Testing;

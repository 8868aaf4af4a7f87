global using Streaming.Operators;

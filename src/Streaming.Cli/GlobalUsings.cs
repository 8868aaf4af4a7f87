global using System.CommandLine;
global using Streaming.Operators;

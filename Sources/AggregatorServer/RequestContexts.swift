public import AggregatorStore
public import Foundation
public import Hummingbird

/// What every request carries.
public struct PublicContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Filled by ``KnownRequests``.
    var endpoint: Endpoint?
    /// Filled by ``BearerAuthentication`` when the token is good.
    var caller: Caller?
    /// Filled by ``SessionAuthentication`` when the cookie is good.
    var person: PersonContext.Session?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}

/// Who calls: a submitter acting for one practice.
public struct Caller: Sendable {
    public let practice: PracticeKey
    public let clientID: UUID
}

/// A request of an authenticated practice; a handler that takes it cannot be reached without one.
public struct PracticeContext: ChildRequestContext {
    public var coreContext: CoreRequestContextStorage
    public let caller: Caller

    public init(context: PublicContext) throws {
        guard let caller = context.caller else { throw Problem.unauthenticated }
        coreContext = context.coreContext
        self.caller = caller
    }
}

-- The audit log also tells what the PSO records of a practice; its subject names the act.
INSERT INTO audit_action (action, reads_work_product, meaning) VALUES
    ('change-practice', false, 'recorded, changed or removed something of the PSO''s dealings with a practice');
